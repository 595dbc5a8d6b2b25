import type { PickRequest, StepCopy, TemplateId } from "~/flows/send-step";
import type { Block } from "../blocks/block";
import { richText } from "../blocks/rich-text";
import type { MailDocument } from "../document/mail-document";
import { BRAND_THEME } from "../theme/palette";

interface StepMail {
  readonly template: TemplateId;
  readonly copy: StepCopy;
  readonly picks: PickRequest | null;
}

/** The mail of a step that brings its own texts: one of two layouts, with the texts in their places. */
export function stepMail({ template, copy, picks }: StepMail): MailDocument {
  const common = { when: null, repeat: null };
  const isList = template === "cross-sell";
  const opening: Block[] = [
    {
      ...common,
      id: "heading",
      kind: "heading",
      text: copy.heading,
      size: "large",
      align: "start",
    },
    {
      ...common,
      id: "intro",
      kind: "text",
      text: richText(copy.intro),
      size: "normal",
      align: "start",
    },
  ];
  const checkout: Block[] = [
    { ...common, id: "checkout", kind: "order-summary", of: "checkout", showTotal: true },
    {
      ...common,
      id: "button",
      kind: "button",
      label: copy.button,
      href: "{{ checkout.url }}",
      width: "full",
      align: "center",
    },
  ];
  const products: Block[] =
    picks === null
      ? []
      : [
          {
            ...common,
            id: "picks",
            kind: "product-grid",
            title: isList ? "" : "Goes well with",
            source: { kind: "list", list: picks.list },
            columns: isList ? 1 : 2,
            rows: isList ? picks.count : Math.ceil(picks.count / 2),
            details: { price: true, compareAt: true, reason: true, button: isList },
            buttonLabel: copy.button,
            required: picks.required,
          },
        ];
  return {
    language: "en",
    subject: copy.subject,
    preheader: copy.preheader,
    blocks: [...opening, ...(isList ? [] : checkout), ...products],
    footer: { id: "footer", kind: "footer", because: isList ? "order" : "checkout" },
    theme: BRAND_THEME,
    translations: {},
  };
}
