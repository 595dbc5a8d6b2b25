import { renderMail } from "~/messages/composing/compile-template.server";
import { createMailContext } from "~/messages/composing/mail-context.server";
import { richText } from "~/messages/blocks/rich-text";
import { localize, type LocalMail } from "~/messages/document/mail-document";
import { productColumns } from "~/messages/document/product-slots";
import type { Brand } from "~/messages/brand/brand";
import { viewMail, type MailView, type ViewShape } from "~/messages/mail-view";
import type { MailValues } from "~/messages/merge/mail-values";
import { applyFilters } from "~/messages/merge/merge-grammar";
import { findReadyTemplate } from "~/messages/ready/ready-templates";
import { MAIL_WORDS } from "~/messages/words/mail-words";

/** The same mail the long way: every value goes through React. */
export function renderByReact(mail: LocalMail, brand: Brand, view: MailView): Promise<string> {
  let targetIndex = 0;
  const context = createMailContext(
    { mail, brand, view, marksBlocks: false },
    {
      value: ({ path, filters }, item) => {
        const found = path.startsWith("item.") ? lookUp({ item }, path) : lookUp(view, path);
        return applyFilters(found, filters);
      },
      target: (href) => (/^https?:/i.test(href) ? (view.targets[targetIndex++] ?? "") : href),
    },
  );
  return renderMail(mail, context);
}

function lookUp(from: object, path: string): string | null {
  let node: unknown = from;
  for (const key of path.split(".")) {
    node = typeof node === "object" && node !== null ? Reflect.get(node, key) : null;
  }
  return typeof node === "string" ? node : null;
}

/** What a mail's view takes beside the values. */
export function shapeOf({ language, blocks }: LocalMail): ViewShape {
  return { words: MAIL_WORDS[language], language, columns: productColumns(blocks) };
}

export function viewOf(mail: LocalMail, values: MailValues): MailView {
  return viewMail(values, shapeOf(mail));
}

/** Words in the place of a ready mail's own. */
interface OtherWords {
  readonly heading?: string;
  readonly text?: string;
  readonly button?: string;
}

/** A ready mail in English, with four products in the block "picks". */
export function readyMail(
  templateId: "abandoned-checkout/mail-2" | "cross-sell/mail-1",
  { heading, text, button }: OtherWords = {},
): LocalMail {
  const document = findReadyTemplate(templateId);
  if (!document) throw new Error(`There is no ready mail ${templateId}`);
  const mail = localize(document, "en");
  const blocks = mail.blocks.map((block) => {
    if (block.kind === "heading") return { ...block, text: heading ?? block.text };
    if (block.kind === "text" && text !== undefined) return { ...block, text: richText(text) };
    return block.kind === "product-grid" && button !== undefined
      ? { ...block, buttonLabel: button }
      : block;
  });
  return { ...mail, blocks };
}
