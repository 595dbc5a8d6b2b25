import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { compileTemplate, type TemplateSource } from "./compile-template.server";
import type { CompiledTemplate } from "./compiled-template";
import type { LocalMail } from "../document/mail-document";
import { isLarge } from "../editing/mail-size";
import type { MailView } from "../mail-view";
import { exampleView } from "../merge/example-values";
import { fillTemplate } from "../merge/fill-template";

interface Deps {
  readonly log: { warn(fields: object, text: string): void };
}

/**
 * `compileTemplate` that remembers the last results, each by all that went into
 * it: a shop that changes a word or its colour gets a new one, and none is ever
 * stale. What makes large mails is logged when it is compiled.
 *
 * @param maxTemplates how many to keep; one takes about 30 kB
 */
export function createCachedCompiler(maxTemplates: number, deps: Deps): typeof compileTemplate {
  const compiled = new LRUCache<string, Promise<CompiledTemplate>>({ max: maxTemplates });
  return (source: TemplateSource) => {
    const key = createHash("sha256").update(JSON.stringify(source)).digest("base64");
    const known = compiled.get(key);
    if (known) return known;
    const fresh = compileTemplate(source);
    compiled.set(key, fresh);
    fresh.then(
      (template) => warnIfLarge(source.mail, template, deps),
      // A refusal is the caller's to see; the next call shall see it anew.
      () => compiled.delete(key),
    );
    return fresh;
  };
}

function warnIfLarge(mail: LocalMail, template: CompiledTemplate, { log }: Deps): void {
  const filled = fillTemplate(template, longView(mail));
  const isTooLarge = filled.kind === "refused" && filled.reason === "too_large";
  if (!isTooLarge && !(filled.kind === "filled" && isLarge(filled.mail.htmlBytes))) return;
  const { language, sha256 } = template;
  const size = filled.kind === "filled" ? `${filled.mail.htmlBytes} bytes` : filled.detail;
  log.warn({ language, sha256, size }, "a template makes mails that are large");
}

/** Filled in with examples and as many products as its blocks may show: what a long mail comes to. */
function longView(mail: LocalMail): MailView {
  return exampleView(mail, {
    products: [],
    currency: "USD",
    shopUrl: "https://example.com",
  });
}
