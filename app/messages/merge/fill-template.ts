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
  const html = fill(compiled.html, view);
  const [badLink] = html.badLinks;
  if (badLink !== undefined) return { kind: "refused", reason: "bad_link", detail: badLink };
  if (html.bytes > MAX_HTML_BYTES) {
    return { kind: "refused", reason: "too_large", detail: `${html.bytes} bytes` };
  }
  const subject = truncate(fill(compiled.subject, view).out, MAX_SUBJECT_CHARS);
  const text = tidyText(fill(compiled.text, view).out);
  return { kind: "filled", mail: { subject, html: html.out, text, htmlBytes: html.bytes } };
}

/** A link's address for this recipient. */
export function fillTarget(parts: readonly Part[], view: object): string {
  return fill(parts, view).out;
}

/** What is filled in so far. */
interface Filling {
  out: string;
  /** Of `out` in UTF-8. Counted on the way: to encode the whole of it takes nine times as long as to fill it in. */
  bytes: number;
  readonly badLinks: string[];
}

function fill(parts: readonly Part[], view: object): Filling {
  const filling: Filling = { out: "", bytes: 0, badLinks: [] };
  fillParts(parts, view, null, filling);
  return filling;
}

function fillParts(parts: readonly Part[], view: object, item: unknown, filling: Filling): void {
  filling.bytes += literalBytes(parts);
  for (const part of parts) {
    if (typeof part === "string") {
      filling.out += part;
      continue;
    }
    const found = find(part.path, view, item);
    switch (part.kind) {
      case "value":
        addValue(part, typeof found === "string" ? found : null, filling);
        break;
      case "repeat":
        if (!Array.isArray(found)) break;
        for (let i = 0; i < found.length && i < (part.limit ?? MAX_ITEMS); i++) {
          fillParts(part.parts, view, found[i], filling);
        }
        break;
      case "show":
        if (isPresent(found) === (part.when === "present")) {
          fillParts(part.parts, view, item, filling);
        }
        break;
    }
  }
}

const bytesOfLiterals = new WeakMap<readonly Part[], number>();

/** Of the literals that stand in `parts` itself: the same for every recipient. */
function literalBytes(parts: readonly Part[]): number {
  let bytes = bytesOfLiterals.get(parts);
  if (bytes === undefined) {
    bytes = 0;
    for (const part of parts) if (typeof part === "string") bytes += utf8Bytes(part);
    bytesOfLiterals.set(parts, bytes);
  }
  return bytes;
}

/** Own properties only: a path never reaches a prototype. */
function find(path: readonly string[], view: object, item: unknown): unknown {
  const fromItem = path[0] === "item";
  let node: unknown = fromItem ? item : view;
  for (let i = fromItem ? 1 : 0; i < path.length; i++) {
    const key = path[i] ?? "";
    if (typeof node !== "object" || node === null || !Object.hasOwn(node, key)) return null;
    node = (node as Readonly<Record<string, unknown>>)[key];
  }
  return node;
}

function isPresent(found: unknown): boolean {
  return (typeof found === "string" || Array.isArray(found)) && found.length > 0;
}

function addValue(part: ValuePart, value: string | null, filling: Filling): void {
  const text = part.filters.length === 0 ? (value ?? "") : applyFilters(value, part.filters);
  if (part.escape === "link" && !isLinkUrl(text)) filling.badLinks.push(part.path.join("."));
  if (part.escape === "image" && !isWebUrl(text)) filling.badLinks.push(part.path.join("."));
  const escaped = ESCAPE[part.escape](text);
  filling.out += escaped;
  filling.bytes += utf8Bytes(escaped);
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

const BEYOND_ASCII = /[^\x20-\x7e\n]/;

/** Halves of surrogate pairs count two each, which is what a pair has. */
function utf8Bytes(text: string): number {
  let bytes = text.length;
  if (!BEYOND_ASCII.test(text)) return bytes;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x80) bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}
