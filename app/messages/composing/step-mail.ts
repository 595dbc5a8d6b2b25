import type { PickList, PickRequest, StepCopy, TemplateId } from "~/flows/send-step";
import type { Block } from "../blocks/block";
import type { ProductSource } from "../blocks/product-source";
import { richText } from "../blocks/rich-text";
import type { MailDocument } from "../document/mail-document";
import { BRAND_THEME } from "../theme/palette";

interface StepMail {
  readonly template: TemplateId;
  readonly copy: StepCopy;
  readonly picks: PickRequest | null;
}

/** What a layout shows between the text and the recommended products, and why it came. */
interface LayoutOf {
  readonly middle: "checkout" | "cart" | "product" | "letter" | "button" | "none";
  readonly because: MailDocument["footer"]["because"];
}

const LAYOUTS: Readonly<Record<TemplateId, LayoutOf>> = {
  "abandoned-checkout": { middle: "checkout", because: "checkout" },
  "abandoned-cart": { middle: "cart", because: "cart" },
  "cross-sell": { middle: "none", because: "order" },
  "viewed-product": { middle: "product", because: "viewed" },
  "requested-product": { middle: "product", because: "request" },
  "bought-product": { middle: "product", because: "order" },
  "order-letter": { middle: "button", because: "order" },
  letter: { middle: "letter", because: "subscribed" },
  news: { middle: "button", because: "subscribed" },
};

const COMMON = { when: null, repeat: null };

/** The mail of a step that brings its own texts: one of a few layouts, with the texts in their places. */
export function stepMail({ template, copy, picks }: StepMail): MailDocument {
  const { middle, because } = LAYOUTS[template];
  const isList = template === "cross-sell";
  const opening: Block[] = [
    {
      ...COMMON,
      id: "heading",
      kind: "heading",
      text: copy.heading,
      size: "large",
      align: "start",
    },
    {
      ...COMMON,
      id: "intro",
      kind: "text",
      text: richText(copy.intro),
      size: "normal",
      align: "start",
    },
  ];
  const products: Block[] =
    picks === null
      ? []
      : [
          {
            ...COMMON,
            id: "picks",
            kind: "product-grid",
            title: isList ? "" : because === "subscribed" ? "You may like" : "Goes well with",
            source: sourceOf(picks.list),
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
    blocks: [...opening, ...middleBlocks(middle, copy.button), ...products],
    footer: { id: "footer", kind: "footer", because },
    theme: BRAND_THEME,
    translations: {},
  };
}

function middleBlocks(middle: LayoutOf["middle"], label: string): Block[] {
  const button = (href: string): Block => ({
    ...COMMON,
    id: "button",
    kind: "button",
    label,
    href,
    width: "full",
    align: "center",
  });
  switch (middle) {
    case "checkout":
    case "cart":
      return [
        { ...COMMON, id: middle, kind: "order-summary", of: middle, showTotal: true },
        button(`{{ ${middle}.url }}`),
      ];
    case "product":
      return [productBlock(label)];
    case "letter":
      // About a product where there is one, else about the shop.
      return [
        productBlock(label),
        {
          ...button("{{ links.shop }}"),
          when: { kind: "value", path: "product.title", is: "missing" },
        },
      ];
    case "button":
      return [button("{{ links.shop }}")];
    case "none":
      return [];
  }
}

function productBlock(label: string): Block {
  return {
    ...COMMON,
    id: "product",
    kind: "product",
    source: { kind: "trigger" },
    details: { price: true, compareAt: true, reason: false, button: true },
    buttonLabel: label,
    required: false,
  };
}

function sourceOf(list: PickList): ProductSource {
  if (list === "newest") return { kind: "newest" };
  return list === "store_best_sellers" ? { kind: "best_sellers" } : { kind: "list", list };
}
