import { escapeHtml } from "../merge/escape-html";
import { isLinkUrl, isWebUrl, truncate } from "../merge/clean-text";
import type { CompiledTemplate, TemplatePart } from "./compiled-template";
import { MAX_HTML_BYTES } from "../document/email-size";
import type { EmailView } from "../merge/email-view";
import { getFillPlan, type FillPlan, type FillStep } from "./fill-plan";
import { applyFilters } from "../merge/merge-grammar";
import { utf8Bytes } from "./utf8-bytes";

const MAX_SUBJECT_CHARS = 200;

export interface FilledEmail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly htmlBytes: number;
}

export type FillOutcome =
  | { readonly kind: "filled"; readonly email: FilledEmail }
  | {
      readonly kind: "refused";
      readonly reason: "bad_link" | "too_large";
      /** The value's path, or the size; never the value itself. */
      readonly detail: string;
    };

/**
 * Fills a recipient's view into a compiled template, escaping each value for its position.
 *
 * @returns the email, or the reason why there is none
 */
export function fillTemplate(compiled: CompiledTemplate, view: EmailView): FillOutcome {
  const filling = newFilling();
  const html = fill(compiled.html, view, filling);
  const { bytes, badLinks } = filling;
  const [badLink] = badLinks;
  if (badLink !== undefined) return { kind: "refused", reason: "bad_link", detail: badLink };
  if (bytes > MAX_HTML_BYTES) {
    return { kind: "refused", reason: "too_large", detail: `${bytes} bytes` };
  }
  const subject = truncate(fill(compiled.subject, view), MAX_SUBJECT_CHARS);
  const inText = newFilling();
  const words = tidyText(fill(compiled.text, view, inText));
  const text = words + listLinks(inText.links);
  return { kind: "filled", email: { subject, html, text, htmlBytes: bytes } };
}

/** A link's URL for this recipient. */
export function fillTarget(parts: readonly TemplatePart[], view: object): string {
  return fill(parts, view);
}

/** State while filling. */
interface Filling {
  readonly pieces: string[];
  /** UTF-8 size of the output, except plain text: encoding all of it would take nine times as long as filling it in. */
  bytes: number;
  readonly badLinks: string[];
  /** URLs of the text version, by number from 1. */
  readonly links: string[];
  /** The last URL of each kind. A product has its URL three times in a row: picture, title, button. */
  readonly lastAddress: Record<"link" | "image", CheckedAddress>;
}

interface CheckedAddress {
  readonly url: string;
  readonly isSafe: boolean;
  readonly escaped: string;
  readonly bytes: number;
}

const NO_ADDRESS: CheckedAddress = { url: "", isSafe: false, escaped: "", bytes: 0 };

function fill(parts: readonly TemplatePart[], view: object, filling = newFilling()): string {
  fillPlan(getFillPlan(parts), view, null, filling);
  // A join copies each piece once; a string that grows by "+=" is a tree that V8 flattens when it is read.
  return filling.pieces.join("");
}

const newFilling = (): Filling => ({
  pieces: [],
  bytes: 0,
  badLinks: [],
  links: [],
  lastAddress: { link: NO_ADDRESS, image: NO_ADDRESS },
});

function fillPlan(plan: FillPlan, view: object, item: unknown, filling: Filling): void {
  const { pieces } = filling;
  filling.bytes += plan.literalBytes;
  for (const step of plan.steps) {
    pieces.push(step.before);
    const found = find(step.keys, step.isOfItem ? item : view);
    switch (step.kind) {
      case "value":
        pieces.push(fillValue(step, typeof found === "string" ? found : null, filling));
        break;
      case "repeat":
        if (!Array.isArray(found)) break;
        for (let i = 0; i < found.length && i < step.limit; i++) {
          fillPlan(step.inner, view, found[i], filling);
        }
        break;
      case "show":
        if (isPresent(found) === step.whenPresent) fillPlan(step.inner, view, item, filling);
        break;
    }
  }
  pieces.push(plan.end);
}

/** A path that reaches a prototype finds functions and empty lists, which no email shows. */
function find(keys: readonly string[], from: unknown): unknown {
  let node = from;
  for (const key of keys) {
    if (typeof node !== "object" || node === null) return null;
    node = (node as Readonly<Record<string, unknown>>)[key];
  }
  return node;
}

function isPresent(found: unknown): boolean {
  return (typeof found === "string" || Array.isArray(found)) && found.length > 0;
}

function fillValue(step: FillStep, value: string | null, filling: Filling): string {
  const { filters, escape } = step;
  const text = filters === null ? (value ?? "") : applyFilters(value, filters);
  switch (escape) {
    case "plain":
      return text;
    case "link-number":
      return text === "" ? "" : `[${numberOf(text, filling.links)}]`;
    case "header":
      return text.replace(/\p{Cc}+/gu, " ");
    case "json":
      filling.bytes += utf8Bytes(text);
      return text;
    case "url-part":
      return escapeHtml(encodeURIComponent(text.toWellFormed()));
    case "html": {
      const escaped = escapeHtml(text);
      filling.bytes += utf8Bytes(escaped);
      return escaped;
    }
    case "link":
    case "image": {
      const last = filling.lastAddress[escape];
      const address = last.url === text ? last : checkAddress(text, escape);
      filling.lastAddress[escape] = address;
      if (!address.isSafe) filling.badLinks.push(pathOf(step));
      filling.bytes += address.bytes;
      return address.escaped;
    }
  }
}

/** Characters that are safe in a URL, need no escaping, and take one byte: those of Kindred's own links. */
const PLAIN_URL = /^https:\/\/[\w.~:/?#@!$()*+,;=%-]+$/;
const MAX_PLAIN_CHARS = 1_000;

function checkAddress(url: string, escape: "link" | "image"): CheckedAddress {
  // One search of a long URL instead of three.
  if (url.length <= MAX_PLAIN_CHARS && PLAIN_URL.test(url))
    return { url, isSafe: true, escaped: url, bytes: url.length };
  const escaped = escapeHtml(url);
  const isSafe = escape === "link" ? isLinkUrl(url) : isWebUrl(url);
  return { url, isSafe, escaped, bytes: utf8Bytes(escaped) };
}

const pathOf = ({ isOfItem, keys }: FillStep) => [...(isOfItem ? ["item"] : []), ...keys].join(".");

/** The number of a URL; one that is there already keeps its own. */
function numberOf(url: string, links: string[]): number {
  const known = links.indexOf(url);
  return known < 0 ? links.push(url) : known + 1;
}

/** One URL a line. */
const listLinks = (links: readonly string[]): string =>
  links.length === 0 ? "" : `\n${links.map((url, i) => `[${i + 1}] ${url}\n`).join("")}`;

/** Removes the blank lines of omitted blocks. */
function tidyText(text: string): string {
  return `${text.replace(/\n{3,}/g, "\n\n").trim()}\n`;
}
