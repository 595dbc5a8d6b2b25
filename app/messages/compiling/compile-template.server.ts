import { createHash } from "node:crypto";
import { createElement } from "react";
import { render, toPlainText } from "react-email";
import { AppError } from "~/lib/errors";
import type { RenderContext } from "../blocks/elements/render-context";
import { WholeEmail } from "./WholeEmail";
import type { Brand } from "../brand/brand";
import type { LocalEmail } from "../document/email-document";
import { blockRules } from "../document/block-rules";
import { listProductSlots } from "../document/product-slots";
import { parseMerge } from "../merge/merge-grammar";
import { linkPaths } from "../merge/merge-paths";
import { borderBlocks, escapeInHtml, parseParts, tidyBorders } from "./parse-parts";
import { markedView, writeMark } from "../merge/placeholders";
import type { CompiledTemplate, LinkTarget, TemplatePart } from "./compiled-template";
import { createEmailContext } from "./email-context.server";

export interface TemplateSource {
  /** The email's content in one language. */
  readonly email: LocalEmail;
  readonly brand: Brand;
  /** Whether the HTML marks blocks. Only for the editor. */
  readonly marksBlocks?: boolean;
}

/**
 * Renders an email once with placeholders and splits the result at them. Takes about 10 ms; cache the result.
 *
 * @throws AppError `invalid_input` for an unknown merge value, or one where none is allowed
 */
export async function compileTemplate(source: TemplateSource): Promise<CompiledTemplate> {
  const { email, brand, marksBlocks: marksBlocks = false } = source;
  const targets: LinkTarget[] = [];
  const view = markedView(
    listProductSlots(email.blocks).map(({ blockId }) => blockId),
    blockRules(email.blocks).map(({ blockId }) => blockId),
  );
  const context = createEmailContext(
    { email, brand, view, marksBlocks },
    {
      value: writeMark,
      target(href, position, item) {
        const parts = targetParts(href, item !== null);
        // Email and telephone links are not tracked.
        if (!/^https?:/i.test(href)) return href;
        targets.push({ position, parts });
        return writeMark({ path: `targets.${targets.length - 1}`, filters: [] });
      },
    },
  );
  const marked = await renderEmail(email, context);
  const subject = parseParts(context.merge(email.subject), () => "header");
  const html = parseParts(
    borderBlocks(marked, (border) => border),
    escapeInHtml,
  );
  const asText = plainText(borderBlocks(marked, (border) => `<p>${border}</p>`));
  const text = parseParts(tidyBorders(asText), escapeInText);
  const sha256 = createHash("sha256")
    .update(JSON.stringify([subject, html, text, targets]))
    .digest("hex");
  return { language: email.language, subject, html, text, targets, sha256 };
}

/** Renders an email with React. Slow: used by the compiler, and by tests as an oracle. */
export async function renderEmail(email: LocalEmail, context: RenderContext): Promise<string> {
  return render(createElement(WholeEmail, { email, context }));
}

/** Tracked URLs are long, and between the words they would fill the text. */
const escapeInText = (_source: string, _offset: number, _end: number, path: string) =>
  IS_URL.test(path) ? "link-number" : "plain";

const IS_URL = /^(?:links|targets)\.|\.(?:url|cartUrl|statusUrl)$/;

/** The plain text of a rendered email. Headings keep their case; the shop's name is no link. */
export function plainText(html: string): string {
  const headings = ["h1", "h2"].map((selector) => ({ selector, options: { uppercase: false } }));
  const wordmark = { selector: "a.wordmark", format: "anchor", options: { ignoreHref: true } };
  return toPlainText(html, { selectors: [...headings, wordmark] });
}

/** The URL for each recipient: the merchant's URL with merge values after the host. */
function targetParts(href: string, inRepeat: boolean): readonly TemplatePart[] {
  const parsed = parseMerge(href, linkPaths(inRepeat));
  if (parsed.kind === "refused") {
    const { code, values: context = {} } = parsed.problem;
    throw new AppError("invalid_input", code, { context });
  }
  return parsed.parts.map((part): TemplatePart => {
    if (typeof part === "string") return part;
    // Links are created before the email is filled in, so they cannot differ by line.
    if (part.path.startsWith("item.")) {
      throw new AppError("invalid_input", `A link cannot carry ${part.path}`);
    }
    return { kind: "value", path: part.path.split("."), filters: part.filters, escape: "url-part" };
  });
}
