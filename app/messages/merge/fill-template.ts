import { isLinkUrl, isWebUrl, truncate } from "./clean-text";
import type { CompiledTemplate, Escape, Part, ValuePart } from "../composing/compiled-template";
import { MAX_HTML_BYTES } from "../editing/mail-size";
import type { MailView } from "../mail-view";
import { applyFilters } from "./merge-grammar";

const MAX_SUBJECT_CHARS = 200;
/** Of one list. Views have far fewer. */
const MAX_ITEMS = 50;

export interface FilledMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly htmlBytes: number;
}

export type FillOutcome =
  | { readonly kind: "filled"; readonly mail: FilledMail }
  | {
      readonly kind: "refused";
      readonly reason: "bad_link" | "too_large";
      /** The value's path, or the size; never the value itself. */
      readonly detail: string;
    };

/**
 * Puts one recipient's view into a compiled template, each escaped for the
 * place where it stands.
 *
 * @returns the mail, or why there is none: an address that is no http, https or
 *   mailto link, or HTML of more than 95,000 bytes
 */
export function fillTemplate(compiled: CompiledTemplate, view: MailView): FillOutcome {
  const badLinks: string[] = [];
  const html = fillParts(compiled.html, view, null, badLinks);
  const [badLink] = badLinks;
  if (badLink !== undefined) return { kind: "refused", reason: "bad_link", detail: badLink };
  const htmlBytes = utf8Bytes(html);
  if (htmlBytes > MAX_HTML_BYTES) {
    return { kind: "refused", reason: "too_large", detail: `${htmlBytes} bytes` };
  }
  const subject = truncate(fillParts(compiled.subject, view, null, badLinks), MAX_SUBJECT_CHARS);
  const text = fillParts(compiled.text, view, null, badLinks);
  return { kind: "filled", mail: { subject, html, text: tidyText(text), htmlBytes } };
}

/** A link's address for this recipient. */
export function fillTarget(parts: readonly Part[], view: object): string {
  return fillParts(parts, view, null, []);
}

function fillParts(
  parts: readonly Part[],
  view: object,
  item: unknown,
  badLinks: string[],
): string {
  let out = "";
  for (const part of parts) {
    if (typeof part === "string") {
      out += part;
      continue;
    }
    const found = find(part.path, view, item);
    switch (part.kind) {
      case "value":
        out += fillValue(part, typeof found === "string" ? found : null, badLinks);
        break;
      case "repeat":
        if (!Array.isArray(found)) break;
        for (let i = 0; i < found.length && i < (part.limit ?? MAX_ITEMS); i++) {
          out += fillParts(part.parts, view, found[i], badLinks);
        }
        break;
      case "show":
        if (isPresent(found) === (part.when === "present")) {
          out += fillParts(part.parts, view, item, badLinks);
        }
        break;
    }
  }
  return out;
}

/** Own properties only: a path never reaches a prototype. */
function find(path: readonly string[], view: object, item: unknown): unknown {
  const fromItem = path[0] === "item";
  let node: unknown = fromItem ? item : view;
  for (let i = fromItem ? 1 : 0; i < path.length; i++) {
    const key = path[i] ?? "";
    if (typeof node !== "object" || node === null || !Object.hasOwn(node, key)) return null;
    node = Reflect.get(node, key);
  }
  return node;
}

function isPresent(found: unknown): boolean {
  return (typeof found === "string" || Array.isArray(found)) && found.length > 0;
}

function fillValue(part: ValuePart, value: string | null, badLinks: string[]): string {
  const text = part.filters.length === 0 ? (value ?? "") : applyFilters(value, part.filters);
  if (part.escape === "link" && !isLinkUrl(text)) badLinks.push(part.path.join("."));
  if (part.escape === "image" && !isWebUrl(text)) badLinks.push(part.path.join("."));
  return ESCAPE[part.escape](text);
}

const ESCAPE: Readonly<Record<Escape, (text: string) => string>> = {
  html: escapeHtml,
  link: escapeHtml,
  image: escapeHtml,
  "url-part": (text) => escapeHtml(encodeURIComponent(text.toWellFormed())),
  plain: (text) => text,
  header: (text) => text.replace(/\p{Cc}+/gu, " "),
};

const SPECIAL = /["&'<>]/;
const ENTITIES: Readonly<Record<string, string>> = {
  '"': "&quot;",
  "&": "&amp;",
  "'": "&#x27;",
  "<": "&lt;",
  ">": "&gt;",
};

/** As React does it, in text and in quoted attributes alike. */
export function escapeHtml(text: string): string {
  return SPECIAL.test(text) ? text.replace(/["&'<>]/g, (c) => ENTITIES[c] ?? c) : text;
}

/** Blocks that were left out leave no hole. */
function tidyText(text: string): string {
  return `${text.replace(/\n{3,}/g, "\n\n").trim()}\n`;
}

const encoder = new TextEncoder();
/** Written over by each mail: only how much of it was written counts. */
const scratch = new Uint8Array(MAX_HTML_BYTES + 4);

function utf8Bytes(text: string): number {
  const { read, written } = encoder.encodeInto(text, scratch);
  return read === text.length ? written : encoder.encode(text).byteLength;
}
