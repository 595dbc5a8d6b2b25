import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { compileTemplate, type TemplateSource } from "./compile-template.server";
import type { CompiledTemplate } from "./compiled-template";

/**
 * `compileTemplate` that remembers the last results, each by all that went into
 * it: a shop that changes a word or its colour gets a new one, and none is ever
 * stale.
 *
 * @param maxTemplates how many to keep; one takes about 30 kB
 */
export function compileOnce(maxTemplates: number): typeof compileTemplate {
  const compiled = new LRUCache<string, Promise<CompiledTemplate>>({ max: maxTemplates });
  return (source: TemplateSource) => {
    const key = createHash("sha256").update(JSON.stringify(source)).digest("base64");
    const known = compiled.get(key);
    if (known) return known;
    const fresh = compileTemplate(source);
    compiled.set(key, fresh);
    // A refusal is the caller's to see; the next call shall see it anew.
    fresh.catch(() => compiled.delete(key));
    return fresh;
  };
}
