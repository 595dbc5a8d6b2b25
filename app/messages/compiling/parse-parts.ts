import { AppError } from "~/lib/errors";
import type { BlockPart, Escape, TemplatePart } from "./compiled-template";
import { MARK, readMark } from "../merge/placeholders";

// A block's boundaries after its tags are removed: private use characters like those of a value's marker.
const BLOCK_TAG =
  /<(\/?)kindred-(repeat|show-if|show-unless)(?: path="([^"]*)")?(?: limit="(\d+)")?>/g;
const BORDER_OPEN = "\ue002";
const BORDER_CLOSE = "\ue003";
const BORDER = new RegExp(`${BORDER_OPEN}([^${BORDER_CLOSE}]*)${BORDER_CLOSE}`, "g");
const ANY_MARK = new RegExp(`${BORDER.source}|${MARK.source}`, "g");

/** Replaces the tags of `Repeat`, `ShowIf` and `ShowUnless` by boundaries that `parseParts` reads. */
export function borderBlocks(html: string, wrap: (border: string) => string): string {
  return html.replace(
    BLOCK_TAG,
    (_tag, slash: string, name: string, path: string | undefined, limit: string | undefined) =>
      wrap(
        `${BORDER_OPEN}${slash === "/" ? "end" : `${name} ${path ?? ""} ${limit ?? ""}`}${BORDER_CLOSE}`,
      ),
  );
}

/** Puts exactly one empty line before each boundary in a plain text. */
export function tidyBorders(text: string): string {
  return text.replace(new RegExp(`\\n*(${BORDER.source})\\n*`, "g"), "\n\n$1");
}

/**
 * Splits a rendered template at its markers into literals, values, repeated and conditional blocks.
 *
 * @param escapeAt the required escaping of the value with a path at an offset
 * @throws AppError `invalid_input` for unbalanced boundaries
 */
export function parseParts(
  source: string,
  escapeAt: (source: string, offset: number, end: number, path: string) => Escape,
): readonly TemplatePart[] {
  const root: TemplatePart[] = [];
  const open: { parts: TemplatePart[]; repeats: boolean }[] = [{ parts: root, repeats: false }];
  let at = 0;
  for (const match of source.matchAll(ANY_MARK)) {
    const { parts, repeats } = open.at(-1) ?? { parts: root, repeats: false };
    const end = match.index + match[0].length;
    if (match.index > at) parts.push(source.slice(at, match.index));
    at = end;

    const [, border, mark] = match;
    if (mark !== undefined) {
      const { path, filters } = readMark(mark);
      if (path.startsWith("item.") && !repeats) throw outsideList(path);
      const escape = escapeAt(source, match.index, end, path);
      parts.push({ kind: "value", path: path.split("."), filters, escape });
    } else if (border === "end") {
      if (open.length === 1) throw unbalanced();
      open.pop();
    } else {
      const inner: TemplatePart[] = [];
      const block = blockOf(border ?? "", inner);
      if (block.path[0] === "item" && !repeats) throw outsideList(block.path.join("."));
      parts.push(block);
      open.push({ parts: inner, repeats: repeats || block.kind === "repeat" });
    }
  }
  if (open.length !== 1) throw unbalanced();
  if (at < source.length) root.push(source.slice(at));
  return root;
}

/**
 * The required escaping of a value in HTML at its position.
 *
 * @throws AppError `invalid_input` where values are not allowed: in a style, in a part of a script, in a comment, or
 * inside a URL's host
 */
export function escapeInHtml(html: string, offset: number, end: number): Escape {
  const before = html.slice(0, offset);
  const tagAt = before.lastIndexOf("<");
  if (tagAt <= before.lastIndexOf(">")) {
    const inside = (name: string) =>
      before.lastIndexOf(`<${name}`) > before.lastIndexOf(`</${name}`);
    if (before.endsWith(JSON_SCRIPT) && html.startsWith("</script>", end)) return "json";
    if (inside("style") || inside("script")) throw misplaced("a style or script");
    return "html";
  }
  const attribute = /([a-zA-Z-]+)="([^"]*)$/.exec(before.slice(tagAt));
  const [, name = "", valueSoFar = ""] = attribute ?? [];
  const isWhole = valueSoFar === "" && html[end] === '"';
  if (name === "href" && isWhole) return "link";
  if ((name === "src" || name === "background") && isWhole) return "image";
  if ((name === "href" || name === "src") && AFTER_HOST.test(valueSoFar)) return "url-part";
  if (name === "alt" || name === "aria-label" || name === "title") return "html";
  throw misplaced(`the attribute "${name}"`);
}

const JSON_SCRIPT = '<script type="application/ld+json">';

/** Values never choose the host of a link. */
const AFTER_HOST = /^https?:\/\/[^/]+\//;

function blockOf(border: string, parts: readonly TemplatePart[]): BlockPart {
  const [name = "", pathText = "", limit = ""] = border.split(" ");
  const path = pathText.split(".");
  switch (name) {
    case "repeat":
      return { kind: "repeat", path, limit: limit === "" ? null : Number(limit), parts };
    case "show-if":
      return { kind: "show", path, when: "present", parts };
    case "show-unless":
      return { kind: "show", path, when: "missing", parts };
    default:
      throw unbalanced();
  }
}

function outsideList(path: string): AppError {
  return new AppError("invalid_input", `A template names ${path} outside of its list`);
}

function unbalanced(): AppError {
  return new AppError("invalid_input", "A template's blocks do not match");
}

function misplaced(where: string): AppError {
  return new AppError("invalid_input", `A template has a value inside ${where}`);
}
