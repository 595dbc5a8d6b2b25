import { createHash } from "node:crypto";
import { createElement } from "react";
import { render, toPlainText } from "react-email";
import { AppError } from "~/lib/errors";
import type { RenderContext } from "../blocks/render-context";
import { WholeMail } from "../blocks/WholeMail";
import type { Brand } from "../brand/brand";
import type { LocalMail } from "../document/mail-document";
import { blockRules } from "../document/block-rules";
import { listProductSlots } from "../document/product-slots";
import { parseMerge } from "../merge/merge-grammar";
import { linkPaths } from "../merge/merge-paths";
import { borderBlocks, escapeInHtml, parseParts, tidyBorders } from "../merge/parse-parts";
import { markedView, writeMark } from "../merge/placeholders";
import type { CompiledTemplate, LinkTarget, Part } from "./compiled-template";
import { createMailContext } from "./mail-context.server";

export interface TemplateSource {
  /** What the mail says, in one language. */
  readonly mail: LocalMail;
  readonly brand: Brand;
  /** Whether its HTML says where each block begins and ends. For the editor: no mail is sent so. */
  readonly marksBlocks?: boolean;
}

/**
 * Renders a mail once, with marks in place of values, and cuts the result at
 * the marks. About 10 ms; keep the result.
 *
 * @throws AppError `invalid_input` for a text that names what no mail has, or names it where no value may stand
 */
export async function compileTemplate(source: TemplateSource): Promise<CompiledTemplate> {
  const { mail, brand, marksBlocks: marksBlocks = false } = source;
  const targets: LinkTarget[] = [];
  const view = markedView(
    listProductSlots(mail.blocks).map(({ blockId }) => blockId),
    blockRules(mail.blocks).map(({ blockId }) => blockId),
  );
  const context = createMailContext(
    { mail, brand, view, marksBlocks },
    {
      value: writeMark,
      target(href, position, item) {
        const parts = targetParts(href, item !== null);
        // A mail address or a number to call is no page whose visits could be counted.
        if (!/^https?:/i.test(href)) return href;
        targets.push({ position, parts });
        return writeMark({ path: `targets.${targets.length - 1}`, filters: [] });
      },
    },
  );
  const marked = await renderMail(mail, context);
  const subject = parseParts(context.merge(mail.subject), () => "header");
  const html = parseParts(
    borderBlocks(marked, (border) => border),
    escapeInHtml,
  );
  const asText = plainText(borderBlocks(marked, (border) => `<p>${border}</p>`));
  const text = parseParts(tidyBorders(asText), () => "plain");
  const sha256 = createHash("sha256")
    .update(JSON.stringify([subject, html, text, targets]))
    .digest("hex");
  return { language: mail.language, subject, html, text, targets, sha256 };
}

/** A mail as HTML, by React. Slow: for the compiler, and for tests as its oracle. */
export async function renderMail(mail: LocalMail, context: RenderContext): Promise<string> {
  return render(createElement(WholeMail, { mail, context }));
}

/** The plain text of a rendered mail. Headings keep their case; the shop's name is no link there. */
export function plainText(html: string): string {
  const headings = ["h1", "h2"].map((selector) => ({ selector, options: { uppercase: false } }));
  const wordmark = { selector: "a.wordmark", format: "anchor", options: { ignoreHref: true } };
  return toPlainText(html, { selectors: [...headings, wordmark] });
}

/** The address for each recipient: what the merchant wrote, with values after its host. */
function targetParts(href: string, inRepeat: boolean): readonly Part[] {
  const parsed = parseMerge(href, linkPaths(inRepeat));
  if (parsed.kind === "refused") throw new AppError("invalid_input", parsed.problem);
  return parsed.parts.map((part): Part => {
    if (typeof part === "string") return part;
    // A link is issued before the mail is filled in: it cannot differ from line to line.
    if (part.path.startsWith("item.")) {
      throw new AppError("invalid_input", `A link cannot carry ${part.path}`);
    }
    return { kind: "value", path: part.path.split("."), filters: part.filters, escape: "url-part" };
  });
}
