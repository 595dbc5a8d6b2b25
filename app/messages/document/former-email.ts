import type { FormerTexts } from "~/flows/former-texts";
import type { Block } from "../blocks/block";
import type { ProductSource } from "../blocks/product-source";
import { richText } from "../blocks/rich-text";
import { BRAND_THEME } from "../theme/palette";
import type { EmailDocument } from "./email-document";

type Template = NonNullable<FormerTexts["template"]>;
type PickList = NonNullable<FormerTexts["picks"]>["list"];

/** What a layout shows between the text and the recommended products, and why it came. */
interface LayoutOf {
  readonly middle: "checkout" | "cart" | "product" | "letter" | "button" | "none";
  readonly because: EmailDocument["footer"]["because"];
}

const LAYOUTS: Readonly<Record<Template, LayoutOf>> = {
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

/** What no line of a document holds. Texts that were checked before they were sent have none of it. */
const ODD = /[\p{Cc}\p{Zl}\p{Zp}\p{Co}]+/gu;
const ODD_IN_TEXT = /[^\P{Cc}\n]+|[\p{Zl}\p{Zp}\p{Co}]+/gu;

const COMMON = { when: null, repeat: null };

/**
 * The email that former texts stand for: one of a few layouts, with the texts in their places.
 *
 * @returns null where none were stored
 */
export function formerEmail({ template, copy, picks }: FormerTexts): EmailDocument | null {
  if (template === undefined || copy === undefined) return null;
  const { middle, because } = LAYOUTS[template];
  const line = (text: string, mostChars: number) => text.replace(ODD, " ").slice(0, mostChars);
  const button = line(copy.button, 60);
  const isList = template === "cross-sell";
  const opening: Block[] = [
    {
      ...COMMON,
      id: "heading",
      kind: "heading",
      text: line(copy.heading, 150),
      size: "large",
      align: "start",
    },
    {
      ...COMMON,
      id: "intro",
      kind: "text",
      text: richText(copy.intro.replace(ODD_IN_TEXT, " ").slice(0, 5_000)),
      size: "normal",
      align: "start",
    },
  ];
  const products: Block[] = !picks
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
          buttonLabel: button,
          required: picks.required,
        },
      ];
  return {
    language: "en",
    subject: line(copy.subject, 150),
    preheader: line(copy.preheader, 150),
    blocks: [...opening, ...middleBlocks(middle, button), ...products],
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
