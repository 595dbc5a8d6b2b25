import type { StepCopy, TemplateId } from "~/flows/send-step";
import { renderMail } from "~/messages/composing/compile-template.server";
import { createMailContext } from "~/messages/composing/mail-context.server";
import { stepMail } from "~/messages/composing/step-mail";
import { localise, type LocalMail } from "~/messages/document/mail-document";
import { productColumns } from "~/messages/document/product-blocks";
import type { Brand } from "~/messages/brand/brand";
import { viewMail, type MailView, type ViewShape } from "~/messages/mail-view";
import type { MailValues } from "~/messages/merge/mail-values";
import { applyFilters } from "~/messages/merge/merge-grammar";
import { MAIL_WORDS } from "~/messages/words/mail-words";
import { libraryCopy } from "./mail-values";

/** The same mail the long way: every value goes through React. */
export function renderByReact(mail: LocalMail, brand: Brand, view: MailView): Promise<string> {
  let targetIndex = 0;
  const context = createMailContext(
    { mail, brand, view, tellsBlocks: false },
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

/** A mail of a library flow, with four products in the block "picks". */
export function libraryMail(template: TemplateId, copy: Partial<StepCopy> = {}): LocalMail {
  const picks = { list: "goes_with", count: 4, required: false } as const;
  const document = stepMail({ template, copy: { ...libraryCopy(template), ...copy }, picks });
  return localise(document, document.language);
}
