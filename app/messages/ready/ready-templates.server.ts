import type { TextKey } from "~/i18n/messages";
import { textIn } from "~/i18n/text-in.server";
import { addressedLanguage, isWayOfWriting, type GermanAddress } from "~/i18n/locale";
import type { Block } from "../blocks/block";
import type { EmailReason } from "../blocks/kinds/footer";
import { richText } from "../blocks/elements/rich-text";
import { EmailDocument } from "../document/email-document";
import { NO_OVERRIDES } from "../theme/theme-overrides";
import { buttonOf, COMMON, partBlocks, whileSold } from "./part-blocks.server";
import { READY_LAYOUTS, type ReadyPart } from "./ready-layouts";
import { ENGLISH_TEXTS, TRANSLATED_TEXTS, type ReadyTexts } from "./ready-texts.server";

/** An email of every shop until it publishes its own under the same id. */
export interface ReadyTemplate {
  readonly templateId: string;
  readonly name: string;
  readonly document: EmailDocument;
}

const made = new Map<string, EmailDocument>();

/**
 * A prebuilt email in the languages that have its texts, by id; null if unknown.
 *
 * @param address of the German texts
 */
export function findReadyTemplate(
  templateId: string,
  address: GermanAddress = "informal",
): EmailDocument | null {
  const key = `${address} ${templateId}`;
  const known = made.get(key);
  if (known) return known;
  const layout = Object.hasOwn(READY_LAYOUTS, templateId) ? READY_LAYOUTS[templateId] : undefined;
  if (!layout) return null;
  const { subject, preheader } = textsOf(templateId, ENGLISH_TEXTS);
  const document = EmailDocument.parse({
    language: "en",
    subject,
    preheader,
    blocks: blocksOf(templateId, layout.parts, ENGLISH_TEXTS),
    footer: { id: "footer", kind: "footer", because: layout.because },
    theme: NO_OVERRIDES,
    translations: Object.fromEntries(
      [...TRANSLATED_TEXTS]
        .filter(([language, { emails }]) => !isWayOfWriting(language) && emails[templateId])
        .map(([language, usual]) => {
          const texts = TRANSLATED_TEXTS.get(addressedLanguage(language, address)) ?? usual;
          const own = textsOf(templateId, texts);
          const blocks = blocksOf(templateId, layout.parts, texts);
          return [
            language,
            {
              subject: own.subject,
              preheader: own.preheader,
              blocks: Object.fromEntries(blocks.map((block) => [block.id, { ...block }])),
            },
          ];
        }),
    ),
  });
  made.set(key, document);
  return document;
}

/** All prebuilt emails, in the order of a customer's lifecycle. */
export function listReadyTemplates(): readonly ReadyTemplate[] {
  return Object.keys(READY_LAYOUTS).flatMap((templateId) => {
    const document = findReadyTemplate(templateId);
    return document ? [{ templateId, name: nameReadyEmail(templateId), document }] : [];
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
  return Object.entries(READY_LAYOUTS).map(([templateId, { because }]) => {
    const { subject } = textsOf(templateId, ENGLISH_TEXTS);
    return { templateId, name: nameReadyEmail(templateId), subject, because };
  });
}

/** The English name, by which other systems know it; pages show the reader's (components/email/use-email-names.ts). */
const nameReadyEmail = (templateId: string) =>
  textIn("en", "email-names")(templateId as TextKey<"email-names">);

function textsOf(templateId: string, { emails }: ReadyTexts) {
  const texts = emails[templateId];
  if (!texts) throw new Error(`The ready email ${templateId} lacks its texts`);
  return texts;
}

const whilePersonal = (is: "present" | "missing") =>
  ({ kind: "value", path: "picks.personal", is }) as const;

/** The condition of a sentence about an email's recommended products. */
function whilePicked(parts: readonly ReadyPart[]) {
  const isPopular = parts.some((part) => "source" in part && part.source.kind === "best_sellers");
  const path = isPopular ? "picks.popular" : "picks.shown";
  return { kind: "value", path, is: "present" } as const;
}

function blocksOf(templateId: string, parts: readonly ReadyPart[], texts: ReadyTexts): Block[] {
  const { heading, text, picks, button, tips } = textsOf(templateId, texts);
  const maybeSoldOut = parts.some((part) => part.kind === "product" && part.maybeSoldOut);
  const isPersonal = parts.some((part) => part.kind === "products" && part.personal);
  const condition = maybeSoldOut ? whileSold : isPersonal ? whilePersonal : null;
  const opening = openingBlocks({ heading, text }, texts).map((block) =>
    condition ? { ...block, when: condition("present") } : block,
  );
  const hasHero = parts.some(({ kind }) => kind === "hero");
  const others = parts.flatMap((part) => partBlocks(part, { label: button, hasHero, tips }, texts));
  return [
    ...opening,
    ...(picks === "" ? [] : [textBlock("text-picks", picks, whilePicked(parts))]),
    ...(maybeSoldOut ? soldOutBlocks(texts) : []),
    ...(isPersonal ? blocksForEveryone(texts) : []),
    // The first screen says what the email is about, and has the button; the picture follows.
    ...others.filter(isOfOpening),
    ...others.filter(({ kind }) => kind === "hero"),
    ...others.filter((block) => !isOfOpening(block) && block.kind !== "hero"),
  ];
}

const OPENING_IDS: ReadonlySet<string> = new Set(["button", "button-order", "coupon"]);
const isOfOpening = ({ id }: Block) => OPENING_IDS.has(id);

function openingBlocks(
  { heading, text }: ReadyTexts["forEveryone"],
  { greeting }: ReadyTexts,
): Block[] {
  return [
    { ...COMMON, id: "heading", kind: "heading", text: heading, size: "large", align: "start" },
    textBlock("text", `${greeting}\n\n${text}`),
  ];
}

const textBlock = (id: string, text: string, when: Block["when"] = null): Block => ({
  ...COMMON,
  ...{ id, when, kind: "text", text: richText(text), size: "normal", align: "start" },
});

function soldOutBlocks(texts: ReadyTexts): Block[] {
  const way = { ...buttonOf(texts.soldOut.button), href: "{{ product.url }}" };
  return [...openingBlocks(texts.soldOut, texts), way].map((block) => ({
    ...block,
    id: `${block.id}-sold-out`,
    when: whileSold("missing"),
  }));
}

function blocksForEveryone(texts: ReadyTexts): Block[] {
  return openingBlocks(texts.forEveryone, texts).map((block) => ({
    ...block,
    id: `${block.id}-for-everyone`,
    when: whilePersonal("missing"),
  }));
}
