import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { ownTextsOf } from "~/i18n/own-texts.server";
import { compileTemplate, type TemplateSource } from "./compile-template.server";
import type { CompiledTemplate } from "./compiled-template";
import type { LocalEmail } from "../document/email-document";
import { isLarge } from "../document/email-size";
import type { EmailView } from "../merge/email-view";
import { exampleView } from "./example-values.server";
import { fillTemplate } from "./fill-template";

interface Deps {
  readonly log: { warn(fields: object, text: string): void };
}

/**
 * `compileTemplate` with a cache keyed by all inputs, so that entries are never stale. Large templates are
 * logged when compiled.
 *
 * @param maxTemplates cache size; one template takes about 30 kB
 */
export function createCachedCompiler(maxTemplates: number, deps: Deps): typeof compileTemplate {
  const compiled = new LRUCache<string, Promise<CompiledTemplate>>({ max: maxTemplates });
  return (source: TemplateSource) => {
    const key = createHash("sha256")
      .update(JSON.stringify(withOneLanguage(source)))
      .digest("base64");
    const known = compiled.get(key);
    if (known) return known;
    const fresh = compileTemplate(source);
    compiled.set(key, fresh);
    fresh.then(
      (template) => warnIfLarge(source.email, template, deps),
      // Do not cache failures.
      () => compiled.delete(key),
    );
    return fresh;
  };
}

/** Of the shop's own texts only those that the email can show: all languages may be many times its size. */
function withOneLanguage({ email, brand, ...rest }: TemplateSource): object {
  const { texts, ...face } = brand;
  return { email, brand: face, texts: ownTextsOf(email.language, texts), ...rest };
}

function warnIfLarge(email: LocalEmail, template: CompiledTemplate, { log }: Deps): void {
  const filled = fillTemplate(template, longView(email));
  const isTooLarge = filled.kind === "refused" && filled.reason === "too_large";
  if (!isTooLarge && !(filled.kind === "filled" && isLarge(filled.email.htmlBytes))) return;
  const { language, sha256 } = template;
  const size = filled.kind === "filled" ? `${filled.email.htmlBytes} bytes` : filled.detail;
  log.warn({ language, sha256, size }, "a template makes emails that are large");
}

/** The longest version: examples with the maximum number of products. */
function longView(email: LocalEmail): EmailView {
  return exampleView(email, {
    products: [],
    currency: "USD",
    shopUrl: "https://example.com",
  });
}
