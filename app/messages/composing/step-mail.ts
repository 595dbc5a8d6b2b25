import type { PickRequest, StepCopy, TemplateId } from "~/flows/send-step";
import type { Block } from "../blocks/block";
import type { MailReason } from "../blocks/kinds/footer";
import { richText } from "../blocks/rich-text";
import type { MailDocument } from "../document/mail-document";
import { BRAND_THEME } from "../theme/palette";

interface StepMail {
  readonly template: TemplateId;
  readonly copy: StepCopy;
  readonly picks: PickRequest | null;
}

const PICKS_TITLE: Readonly<Record<TemplateId, string>> = {
  "abandoned-checkout": "Goes well with",
  "cross-sell": "",
  letter: "You may like",
};

const BECAUSE: Readonly<Record<TemplateId, MailReason>> = {
  "abandoned-checkout": "checkout",
  "cross-sell": "order",
  letter: "subscribed",
};

/** The mail of a step that brings its own texts: one of three layouts, with the texts in their places. */
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
  const button = { ...common, kind: "button", label: copy.button, width: "full" } as const;
  const checkout: Block[] = [
    { ...common, id: "checkout", kind: "order-summary", of: "checkout", showTotal: true },
    { ...button, id: "button", href: "{{ checkout.url }}", align: "center" },
  ];
  const letter: Block[] = [
    {
      ...common,
      id: "product",
      kind: "product",
      source: { kind: "trigger" },
      details: { price: true, compareAt: true, reason: false, button: true },
      buttonLabel: copy.button,
      required: false,
    },
    {
      ...button,
      id: "button",
      href: "{{ links.shop }}",
      align: "center",
      when: { kind: "value", path: "product.title", is: "missing" },
    },
  ];
  const middle = { "abandoned-checkout": checkout, "cross-sell": [], letter };
  const products: Block[] =
    picks === null
      ? []
      : [
          {
            ...common,
            id: "picks",
            kind: "product-grid",
            title: PICKS_TITLE[template],
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
    blocks: [...opening, ...middle[template], ...products],
    footer: { id: "footer", kind: "footer", because: BECAUSE[template] },
    theme: BRAND_THEME,
    translations: {},
  };
}
