import type { Block } from "../blocks/block";
import type { EmailReason } from "../blocks/kinds/footer";
import { richText } from "../blocks/rich-text";
import { EmailLanguage } from "../document/languages";
import { EmailDocument } from "../document/email-document";
import { BRAND_THEME } from "../theme/palette";
import { READY_LAYOUTS, type ReadyPart } from "./ready-layouts";
import { READY_WORDS, type ReadyWords } from "./ready-words";

/** An email of every shop until it publishes its own under the same id. */
export interface ReadyTemplate {
  readonly templateId: string;
  readonly name: string;
  readonly document: EmailDocument;
}

const made = new Map<string, EmailDocument>();

/** A prebuilt email in all languages, by id; null if unknown. */
export function findReadyTemplate(templateId: string): EmailDocument | null {
  const known = made.get(templateId);
  if (known) return known;
  const layout = Object.hasOwn(READY_LAYOUTS, templateId) ? READY_LAYOUTS[templateId] : undefined;
  if (!layout) return null;
  const blocksIn = (language: EmailLanguage) =>
    blocksOf(templateId, layout.parts, READY_WORDS[language]);
  const { subject, preheader } = textsOf(templateId, READY_WORDS.en);
  const document = EmailDocument.parse({
    language: "en",
    subject,
    preheader,
    blocks: blocksIn("en"),
    footer: { id: "footer", kind: "footer", because: layout.because },
    theme: BRAND_THEME,
    translations: Object.fromEntries(
      EmailLanguage.options
        .filter((language) => language !== "en")
        .map((language) => {
          const words = textsOf(templateId, READY_WORDS[language]);
          return [
            language,
            {
              subject: words.subject,
              preheader: words.preheader,
              blocks: Object.fromEntries(
                blocksIn(language).map((block) => [block.id, { ...block }]),
              ),
            },
          ];
        }),
    ),
  });
  made.set(templateId, document);
  return document;
}

/** All prebuilt emails, in the order of a customer's lifecycle. */
export function listReadyTemplates(): readonly ReadyTemplate[] {
  return Object.entries(READY_LAYOUTS).flatMap(([templateId, { name }]) => {
    const document = findReadyTemplate(templateId);
    return document ? [{ templateId, name, document }] : [];
  });
}

/** A prebuilt email in a list. */
interface ReadyName extends Omit<ReadyTemplate, "document"> {
  readonly subject: string;
  /** Why the recipient gets it. */
  readonly because: EmailReason;
}

/** Names and subjects of all prebuilt emails, without building the emails. */
export function listReadyNames(): readonly ReadyName[] {
  return Object.entries(READY_LAYOUTS).map(([templateId, { name, because }]) => {
    const { subject } = textsOf(templateId, READY_WORDS.en);
    return { templateId, name, subject, because };
  });
}

function textsOf(templateId: string, words: ReadyWords) {
  const texts = words.emails[templateId];
  if (!texts) throw new Error(`The ready email ${templateId} lacks its words in a language`);
  return texts;
}

const COMMON = { when: null, repeat: null } as const;
/** Only available products have a price. */
const whileSold = (is: "present" | "missing") =>
  ({ kind: "value", path: "product.price", is }) as const;

function blocksOf(templateId: string, parts: readonly ReadyPart[], words: ReadyWords): Block[] {
  const { heading, text, button } = textsOf(templateId, words);
  const maybeSoldOut = parts.some((part) => part.kind === "product" && part.maybeSoldOut);
  const opening = openingBlocks({ heading, text }, words).map((block) =>
    maybeSoldOut ? { ...block, when: whileSold("present") } : block,
  );
  return [
    ...opening,
    ...(maybeSoldOut ? soldOutBlocks(words) : []),
    ...parts.flatMap((part) => partBlocks(part, button, words)),
  ];
}

function openingBlocks(
  { heading, text }: Pick<ReadyWords["soldOut"], "heading" | "text">,
  { greeting }: ReadyWords,
): Block[] {
  return [
    { ...COMMON, id: "heading", kind: "heading", text: heading, size: "large", align: "start" },
    {
      ...COMMON,
      id: "text",
      kind: "text",
      text: richText(`${greeting}\n\n${text}`),
      size: "normal",
      align: "start",
    },
  ];
}

function soldOutBlocks(words: ReadyWords): Block[] {
  const way = { ...buttonOf(words.soldOut.button), href: "{{ product.url }}" };
  return [...openingBlocks(words.soldOut, words), way].map((block) => ({
    ...block,
    id: `${block.id}-sold-out`,
    when: whileSold("missing"),
  }));
}

const CHOICES = ["lessOften", "pause", "unsubscribe"] as const;

const buttonOf = (label: string) =>
  ({ ...COMMON, id: "button", kind: "button", label, width: "full", align: "center" }) as const;

function partBlocks(part: ReadyPart, label: string, words: ReadyWords): Block[] {
  const button = buttonOf(label);
  switch (part.kind) {
    case "basket": {
      const summary = {
        ...COMMON,
        id: "basket",
        kind: "order-summary",
        of: part.of,
        showTotal: true,
      } as const;
      return part.of === "order"
        ? [summary]
        : [summary, { ...button, href: `{{ ${part.of}.url }}` }];
    }
    case "product":
      return [
        {
          ...COMMON,
          id: "product",
          kind: "product",
          source: { kind: "trigger" },
          details: { price: true, compareAt: true, reason: false, button: part.to === "page" },
          buttonLabel: label,
          required: !part.maybeSoldOut,
        },
        ...(part.to === "cart" ? [{ ...button, href: "{{ product.cartUrl }}" }] : []),
      ];
    case "prices":
      return (["seenPrice", "lowestPrice"] as const).map((name) => ({
        ...COMMON,
        id: name === "seenPrice" ? "seen-price" : "lowest-price",
        kind: "text" as const,
        when: { kind: "value" as const, path: `product.${name}`, is: "present" as const },
        text: richText(words.prices[name]),
        size: "small" as const,
        align: "start" as const,
      }));
    case "shop":
      return [{ ...button, href: "{{ links.shop }}" }];
    case "choices":
      return CHOICES.map((choice) => ({
        ...button,
        id: `choice-${choice.toLowerCase()}`,
        label: words.choices[choice],
        href: `{{ links.${choice} }}`,
        look: "outline" as const,
      }));
    case "coupon":
      return [
        { ...COMMON, id: "coupon", kind: "coupon", title: words.couponTitle, code: "", note: "" },
      ];
    case "products": {
      const { source, title, columns, rows, required } = part;
      return [
        {
          ...COMMON,
          id: "picks",
          kind: "product-grid",
          title: title === null ? "" : words.titles[title],
          source,
          columns,
          rows,
          details: {
            price: true,
            compareAt: true,
            reason: columns < 3,
            button: columns === 1,
          },
          buttonLabel: columns === 1 ? label : words.seeProduct,
          required,
        },
      ];
    }
  }
}
