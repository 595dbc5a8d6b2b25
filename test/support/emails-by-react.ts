import { renderEmail } from "~/messages/compiling/compile-template.server";
import { createEmailContext } from "~/messages/compiling/email-context.server";
import { richText } from "~/messages/blocks/elements/rich-text";
import { localize, type LocalEmail } from "~/messages/document/email-document";
import { slotShapes } from "~/messages/document/product-slots";
import type { Brand } from "~/messages/brand/brand";
import { viewEmail, type EmailView, type ViewShape } from "~/messages/merge/email-view";
import type { EmailValues } from "~/messages/merge/email-values";
import { applyFilters } from "~/messages/merge/merge-grammar";
import { findReadyTemplate } from "~/messages/ready/ready-templates.server";
import { textIn } from "~/i18n/text-in.server";

/** Reference: the same email with every value rendered by React. */
export function renderByReact(email: LocalEmail, brand: Brand, view: EmailView): Promise<string> {
  let targetIndex = 0;
  const context = createEmailContext(
    { email, brand, view, marksBlocks: false },
    {
      value: ({ path, filters }, item) => {
        const found = path.startsWith("item.") ? lookUp({ item }, path) : lookUp(view, path);
        return applyFilters(found, filters);
      },
      target: (href) => (/^https?:/i.test(href) ? (view.targets[targetIndex++] ?? "") : href),
    },
  );
  return renderEmail(email, context);
}

function lookUp(from: object, path: string): string | null {
  let node: unknown = from;
  for (const key of path.split(".")) {
    node = typeof node === "object" && node !== null ? Reflect.get(node, key) : null;
  }
  return typeof node === "string" ? node : null;
}

/** Inputs of an email's view besides the values. */
export function shapeOf({ language, blocks }: LocalEmail): ViewShape {
  return { text: textIn(language, "email"), shapes: slotShapes(blocks) };
}

export function viewOf(email: LocalEmail, values: EmailValues): EmailView {
  return viewEmail(values, shapeOf(email));
}

/** Texts that replace a prebuilt email's own. */
interface OtherWords {
  readonly heading?: string;
  readonly text?: string;
  readonly button?: string;
}

/** A prebuilt email in English, with four products in the block "picks". */
export function readyEmail(
  templateId: "abandoned-checkout/email-2" | "cross-sell/email-1",
  { heading, text, button }: OtherWords = {},
): LocalEmail {
  const document = findReadyTemplate(templateId);
  if (!document) throw new Error(`There is no ready email ${templateId}`);
  const email = localize(document, "en");
  const blocks = email.blocks.map((block) => {
    if (block.kind === "heading") return { ...block, text: heading ?? block.text };
    if (block.kind === "text" && text !== undefined) return { ...block, text: richText(text) };
    return block.kind === "product-grid" && button !== undefined
      ? { ...block, buttonLabel: button }
      : block;
  });
  return { ...email, blocks };
}
