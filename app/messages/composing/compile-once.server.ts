import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { compileTemplate, type TemplateSource } from "./compile-template.server";
import type { CompiledTemplate } from "./compiled-template";
import { exampleValues } from "../merge/example-values";
import { fillTemplate } from "../merge/fill-template";
import { isLarge } from "../editing/mail-size";

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
export function compileOnce(maxTemplates: number, deps: Deps): typeof compileTemplate {
  const compiled = new LRUCache<string, Promise<CompiledTemplate>>({ max: maxTemplates });
  return (source: TemplateSource) => {
    const key = createHash("sha256").update(JSON.stringify(source)).digest("base64");
    const known = compiled.get(key);
    if (known) return known;
    const fresh = compileTemplate(source);
    compiled.set(key, fresh);
    fresh.then(
      (template) => warnOfSize(template, deps),
      // A refusal is the caller's to see; the next call shall see it anew.
      () => compiled.delete(key),
    );
    return fresh;
  };
}

/** Filled in with examples and as many products as a step may recommend: what a long mail comes to. */
const LONG = exampleValues({
  products: [],
  currency: "USD",
  shopUrl: "https://example.com",
  pickCount: 8,
});

function warnOfSize(template: CompiledTemplate, { log }: Deps): void {
  const filled = fillTemplate(template, LONG);
  const isTooLarge = filled.kind === "refused" && filled.reason === "too_large";
  if (!isTooLarge && !(filled.kind === "filled" && isLarge(filled.mail.htmlBytes))) return;
  const { id, version, sha256 } = template;
  const size = filled.kind === "filled" ? `${filled.mail.htmlBytes} bytes` : filled.detail;
  log.warn({ template: id, version, sha256, size }, "a template makes mails that are large");
}
