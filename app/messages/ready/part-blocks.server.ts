import type { Block } from "../blocks/block";
import { GOOD_RATING } from "../blocks/elements/product-source";
import { richText } from "../blocks/elements/rich-text";
import type { ReadyPart } from "./ready-layouts";
import type { ReadyTexts } from "./ready-texts.server";

/** What most blocks of prebuilt emails have: they are shown once, to everyone. */
export const COMMON = { when: null, repeat: null } as const;

/** The condition of a block that needs an available product: only those have a price. */
export const whileSold = (is: "present" | "missing") =>
  ({ kind: "value", path: "product.price", is }) as const;

const whileKnown = (is: "present" | "missing") =>
  ({ kind: "value", path: "order.hasStatusPage", is }) as const;

const CHOICES = ["lessOften", "pause", "unsubscribe"] as const;

/** An email's button, without its target. */
export const buttonOf = (label: string) =>
  ({ ...COMMON, id: "button", kind: "button", label, width: "full", align: "center" }) as const;

/** At how many units an email about a product says how many are left. */
const FEW_UNITS = 5;

interface PartSource {
  /** Of the email's button. */
  readonly label: string;
  /** Whether the email begins with a picture. */
  readonly hasHero: boolean;
  readonly tips: ReadyTexts["emails"][string]["tips"];
}

/** The blocks of a part of a prebuilt email. */
export function partBlocks(
  part: ReadyPart,
  { label, hasHero, tips }: PartSource,
  texts: ReadyTexts,
): Block[] {
  const button = buttonOf(label);
  switch (part.kind) {
    case "hero":
      return [
        {
          ...COMMON,
          id: "hero",
          kind: "hero",
          picture: { kind: "product", source: part.source },
          ...({ alt: "", layout: "above", shape: "square", focus: "center" } as const),
          // The trigger's product is in the email's text, its basket, or below the picture.
          ...(part.source.kind !== "trigger" && { showProduct: true }),
          ...(part.required && { required: true }),
          ...(part.prefersCover && { prefersCover: true }),
          // The opening follows it.
          ...{ heading: "", text: richText(""), buttonLabel: "", href: "" },
        },
      ];
    case "trust": {
      const { saved, secure, people } = texts.trust;
      return [{ ...COMMON, id: "trust", kind: "benefits", items: [saved, secure, people] }];
    }
    case "basket": {
      const summary = {
        ...COMMON,
        id: "basket",
        kind: "order-summary",
        of: part.of,
        showTotal: true,
        ...(hasHero && { showSinglePicture: false }),
      } as const;
      return part.of === "order"
        ? [summary]
        : [
            { ...button, href: `{{ ${part.of}.url }}` },
            summary,
            { ...button, id: "button-below", href: `{{ ${part.of}.url }}` },
          ];
    }
    case "product":
      return [
        {
          ...COMMON,
          id: "product",
          kind: "product",
          source: { kind: "trigger" },
          details: {
            price: true,
            compareAt: true,
            reason: false,
            button: false,
            maxStock: FEW_UNITS,
            rating: GOOD_RATING,
          },
          ...(hasHero && { showPicture: false }),
          buttonLabel: label,
          required: !part.maybeSoldOut,
        },
        {
          ...button,
          ...(part.maybeSoldOut && { when: whileSold("present") }),
          href: part.to === "cart" ? "{{ product.cartUrl }}" : "{{ product.url }}",
        },
      ];
    case "prices":
      return (["seenPrice", "lowestPrice"] as const).map((name) => ({
        ...COMMON,
        id: name === "seenPrice" ? "seen-price" : "lowest-price",
        kind: "text" as const,
        when: { kind: "value" as const, path: `product.${name}`, is: "present" as const },
        text: richText(texts.prices[name]),
        size: "small" as const,
        align: "start" as const,
      }));
    case "order":
      return [
        {
          ...button,
          id: "button-order",
          label: texts.seeOrder,
          href: "{{ order.statusUrl }}",
          when: whileKnown("present"),
        },
        { ...button, href: "{{ links.shop }}", when: whileKnown("missing") },
      ];
    case "pick":
      return [{ ...button, label: texts.seeProduct, href: "{{ picks.url }}" }];
    case "shop":
      return [{ ...button, href: "{{ links.shop }}" }];
    case "tips":
      return Object.entries(tips).flatMap(([number, { title, text }]): Block[] => [
        {
          ...COMMON,
          id: `tip-${number}`,
          kind: "heading",
          text: `${number}. ${title}`,
          size: "small",
          align: "start",
        },
        {
          ...COMMON,
          id: `tip-${number}-text`,
          kind: "text",
          text: richText(text),
          size: "normal",
          align: "start",
        },
      ]);
    case "signature":
      return [
        {
          ...COMMON,
          id: "signature",
          kind: "signature",
          ...{ name: "{{ brand.shopName }}", role: "", src: "" },
        },
      ];
    case "closing":
      return [{ ...button, id: "button-below", href: "{{ links.shop }}" }];
    case "choices":
      return CHOICES.map((choice) => ({
        ...button,
        id: `choice-${choice.toLowerCase()}`,
        label: texts.choices[choice],
        href: `{{ links.${choice} }}`,
        look: "outline" as const,
      }));
    case "coupon":
      return [
        { ...COMMON, id: "coupon", kind: "coupon", title: texts.couponTitle, code: "", note: "" },
      ];
    case "products": {
      const { source, title, columns, rows, forSale, required } = part;
      return [
        {
          ...COMMON,
          id: "picks",
          kind: "product-grid",
          title: title === null ? "" : texts.titles[title],
          source,
          columns,
          rows,
          details: {
            price: forSale,
            compareAt: forSale,
            // Under "New arrivals", each would say that it is new.
            reason:
              forSale && columns < 3 && source.kind !== "newest" && source.kind !== "best_sellers",
            button: columns === 1,
            ...(forSale && { rating: GOOD_RATING }),
          },
          buttonLabel: columns === 1 ? label : texts.seeProduct,
          required,
        },
      ];
    }
  }
}
