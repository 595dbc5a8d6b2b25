import type { Text } from "~/i18n/create-text";
import type { Block, BlockKind } from "../blocks/block";
import { GOOD_RATING, type ProductDetails } from "../blocks/elements/product-source";
import { richText } from "../blocks/elements/rich-text";

const COMMON = { when: null, repeat: null } as const;

const DETAILS: ProductDetails = { price: true, compareAt: true, reason: true, button: false };

/** A new block with useful defaults, and texts in the merchant's language. */
export function newBlock(kind: BlockKind, id: string, text: Text<"email-editor">): Block {
  const base = { ...COMMON, id } as const;
  switch (kind) {
    case "hero":
      return {
        ...base,
        kind,
        picture: { kind: "product", source: { kind: "list", list: "new_for_you" } },
        ...{ alt: "", layout: "above", shape: "square", focus: "center" },
        heading: text("new.heading"),
        text: richText(text("new.text")),
        buttonLabel: text("new.button"),
        href: "{{ links.shop }}",
      };
    case "benefits":
      return {
        ...base,
        kind,
        items: ([1, 2, 3] as const).map((number) => ({
          title: text("new.benefit", { number }),
          text: text("new.benefitText"),
        })),
      };
    case "faq":
      return {
        ...base,
        kind,
        items: [{ question: text("new.question"), answer: text("new.text") }],
      };
    case "heading":
      return { ...base, kind, text: text("new.heading"), size: "small", align: "start" };
    case "text":
      return {
        ...base,
        kind,
        text: richText(text("new.text")),
        size: "normal",
        align: "start",
      };
    case "image":
      return { ...base, kind, src: "", alt: "", href: "", widthPx: 520, align: "center" };
    case "button":
      return {
        ...base,
        kind,
        label: text("new.button"),
        href: "{{ links.shop }}",
        width: "full",
        align: "center",
      };
    case "product":
      return {
        ...base,
        kind,
        source: { kind: "list", list: "new_for_you" },
        details: { ...DETAILS, button: true },
        buttonLabel: text("new.productButton"),
        required: false,
      };
    case "product-grid":
      return {
        ...base,
        kind,
        title: text("new.products"),
        source: { kind: "list", list: "new_for_you" },
        columns: 2,
        rows: 2,
        details: DETAILS,
        buttonLabel: text("new.productButton"),
        required: false,
      };
    case "order-summary":
      return { ...base, kind, of: "cart", showTotal: true };
    case "coupon":
      return { ...base, kind, title: text("new.coupon"), code: "", note: "" };
    case "reviews":
      return {
        ...base,
        kind,
        title: text("new.reviews"),
        source: { kind: "first" },
        limits: GOOD_RATING,
        quotes: [],
      };
    case "video":
      return { ...base, kind, src: "", label: text("new.video"), href: "" };
    case "signature":
      return { ...base, kind, name: text("new.name"), role: "", src: "" };
    case "menu":
      return { ...base, kind, items: [{ label: text("new.menu"), href: "{{ links.shop }}" }] };
    case "social":
      return { ...base, kind, accounts: [] };
    case "divider":
      return { ...base, kind };
    case "spacer":
      return { ...base, kind, heightPx: 24 };
    case "html":
      return { ...base, kind, html: `<p>${text("new.html")}</p>` };
    case "columns":
      return { ...base, kind, layout: "one", columns: [[]], background: "tint" };
  }
}

type ColumnsBlock = Extract<Block, { kind: "columns" }>;

/** Fields of a columns block in another layout. Blocks of removed columns move to the last one. */
export function columnsIn(
  { columns }: ColumnsBlock,
  layout: ColumnsBlock["layout"],
): Pick<ColumnsBlock, "layout" | "columns"> {
  const count = layout === "thirds" ? 3 : layout === "one" ? 1 : 2;
  const kept = Array.from({ length: count }, (_, i) => columns[i] ?? []);
  const surplus = columns.slice(count).flat();
  return {
    layout,
    columns: kept.map((column, i) => (i === count - 1 ? [...column, ...surplus] : column)),
  };
}
