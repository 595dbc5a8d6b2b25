import { z } from "zod";
import type { Db } from "~/db.server";
import { addressedLanguage } from "~/i18n/locale";
import { textIn } from "~/i18n/text-in.server";
import { AppError } from "~/lib/errors";
import { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { contactName } from "~/profiles/contact-name";
import { findProfile, findProfilesByEmail, type Profile } from "~/profiles/profile-store.server";
import type { RecommendationSource } from "~/recommendations/lists/recommendation-source.server";
import type { Brand } from "~/messages/brand/brand";
import { loadBrand, type ShopBrand } from "~/messages/brand/load-brand.server";
import type { compileTemplate } from "~/messages/compiling/compile-template.server";
import type { CompiledTemplate } from "~/messages/compiling/compiled-template";
import { emailValues } from "~/messages/composing/fill-values";
import { gatherContents, loadContentFacts } from "~/messages/composing/gather-contents.server";
import { checkSize } from "~/messages/document/check-email";
import { checkFirstWords } from "~/messages/document/check-first-words";
import { checkRules } from "~/messages/document/check-rules.server";
import { chooseLanguage, EmailLanguage } from "~/messages/document/languages";
import { localize, EmailDocument, type LocalEmail } from "~/messages/document/email-document";
import { languagesWritten } from "~/messages/document/languages-written.server";
import { slotShapes, listProductSlots } from "~/messages/document/product-slots";
import { viewEmail } from "~/messages/merge/email-view";
import { exampleValues, type ExampleProduct } from "~/messages/compiling/example-values.server";
import { fillTarget, fillTemplate, type FillOutcome } from "~/messages/compiling/fill-template";
import type { EmailValues } from "~/messages/merge/email-values";
import { checkDocument, type DocumentProblem } from "~/messages/editing/check-document";
import { listExampleProducts, type PreviewProblem } from "./preview-email.server";
import { listRealTriggers, type RealTrigger } from "./real-triggers.server";

/** Recipient of a preview. */
const Reader = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("example") }),
  z.object({ kind: z.literal("profile"), profileId: ProfileId }),
  z.object({ kind: z.literal("email"), email: z.string().max(254) }),
]);

/** An edited document and the recipient of its preview. */
export const DocumentToPreview = z.object({
  document: EmailDocument,
  language: EmailLanguage,
  reader: Reader,
  /** Trigger object offered by the last preview. */
  triggerKey: z.string().nullable(),
});
export type DocumentToPreview = z.infer<typeof DocumentToPreview>;

/** A real customer in a preview. */
export interface PreviewReader {
  readonly profileId: ProfileId;
  /** null: unknown. */
  readonly name: string | null;
  /** Language for this customer. */
  readonly language: EmailLanguage;
  readonly triggers: readonly Omit<RealTrigger, "trigger">[];
  /** The trigger object; null: the customer has none, so an example is used. */
  readonly triggerKey: string | null;
}

export type DocumentPreview = {
  readonly problems: readonly DocumentProblem[];
  /** null: the example customer. */
  readonly reader: PreviewReader | null;
} & (
  | {
      readonly kind: "ready";
      readonly subject: string;
      /** As sent, plus tags that mark blocks. */
      readonly html: string;
      readonly text: string;
      readonly htmlBytes: number;
    }
  | {
      readonly kind: "refused";
      /** `invalid`: the email has errors that prevent its rendering. */
      readonly problem: PreviewProblem | "no_customer" | "invalid";
    }
);

interface Deps {
  readonly keyring: Pick<Keyring, "open" | "blindIndex">;
  readonly recommendations: RecommendationSource;
  readonly compile: typeof compileTemplate;
  readonly now: () => Date;
}

/**
 * Renders an email for an example or a real customer, with problems. Nothing is stored or sent, and links are
 * not tracked.
 */
export async function previewDocument(
  db: Db,
  shopId: ShopId,
  { document, language, reader: chosen, triggerKey }: DocumentToPreview,
  deps: Deps,
): Promise<DocumentPreview> {
  const { shop, outcome } = await loadBrand(db, shopId, deps);
  if (outcome.kind === "incomplete") {
    return { kind: "refused", problem: "brand_incomplete", problems: [], reader: null };
  }
  const { brand } = outcome;
  const rules = await checkRules(db, shopId, document.blocks, deps.now());
  const problems = [
    ...checkDocument(document, brand),
    ...rules.map((it) => ({ ...it, language: document.language })),
  ];
  const profile = await findReader(db, shopId, chosen, deps);
  if (profile === null && chosen.kind !== "example") {
    return { kind: "refused", problem: "no_customer", problems, reader: null };
  }
  const email = localize(document, language);
  const products = await listExampleProducts(db, shopId);
  const compiled = deps.compile({ email, brand });
  const compiledWithMarkers = deps.compile({ email, brand, marksBlocks: true });
  // Awaited below, where errors are handled; this prevents an unhandled rejection until then.
  compiled.catch(() => undefined);
  compiledWithMarkers.catch(() => undefined);
  const context = { email, shop, brand, products, compiled };
  const { values, reader } = profile
    ? await realValues(db, shopId, { ...context, document, profile, triggerKey }, deps)
    : { values: exampleOf(context), reader: null };
  try {
    const filled = fillFor(values, { email, brand }, await compiled);
    if (filled.kind === "filled") {
      const { htmlBytes, ...said } = filled.email;
      const whole = [...checkFirstWords(email.blocks), ...checkSize(htmlBytes)];
      const inBlocks = fillFor(values, { email, brand }, await compiledWithMarkers);
      const html = inBlocks.kind === "filled" ? inBlocks.email.html : said.html;
      const all = [...problems, ...whole.map((it) => ({ ...it, language }))];
      return { kind: "ready", ...said, html, htmlBytes, problems: all, reader };
    }
    const problem = filled.reason === "too_large" ? "too_large" : "bad_link";
    return { kind: "refused", problem, problems, reader };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "invalid_input") throw error;
    return { kind: "refused", problem: "invalid", problems, reader };
  }
}

function fillFor(
  values: EmailValues,
  { email: { language, blocks }, brand }: { readonly email: LocalEmail; readonly brand: Brand },
  template: CompiledTemplate,
): FillOutcome {
  const text = textIn(addressedLanguage(language, brand.germanAddress), "email", brand.texts);
  const shape = { text, shapes: slotShapes(blocks) };
  const view = viewEmail(values, shape);
  const targets = template.targets.map(({ parts }) => fillTarget(parts, view));
  return fillTemplate(template, { ...view, targets });
}

/** @returns null for the example and for an unknown address */
async function findReader(
  db: Db,
  shopId: ShopId,
  reader: DocumentToPreview["reader"],
  deps: Deps,
): Promise<Profile | null> {
  switch (reader.kind) {
    case "example":
      return null;
    case "profile":
      return findProfile(db, shopId, reader.profileId, deps);
    case "email":
      return (await findProfilesByEmail(db, shopId, reader.email.trim(), deps))[0] ?? null;
  }
}

interface Shown {
  readonly email: LocalEmail;
  readonly shop: ShopBrand["shop"];
  readonly brand: Brand;
  readonly products: readonly ExampleProduct[];
}

const exampleOf = ({ email, shop, brand, products }: Shown): EmailValues =>
  exampleValues(email, {
    products,
    currency: shop.currency,
    shopUrl: shop.url,
    ownTexts: brand.texts,
  });

interface ForReader extends Shown {
  readonly compiled: Promise<CompiledTemplate>;
  readonly document: EmailDocument;
  readonly profile: Profile;
  readonly triggerKey: string | null;
}

/** A customer's merge values, with examples for missing trigger objects. */
async function realValues(
  db: Db,
  shopId: ShopId,
  { email, shop, brand, products, compiled, document, profile, triggerKey }: ForReader,
  { keyring, recommendations, now: clock }: Deps,
): Promise<{ values: EmailValues; reader: PreviewReader }> {
  const now = clock();
  const { profileId, locale } = profile;
  const triggers = await listRealTriggers(db, shopId, profileId, { ...email.footer, now });
  const chosen = triggers.find(({ key }) => key === triggerKey) ?? triggers[0] ?? null;
  const trigger = chosen?.trigger ?? { kind: "person" as const, key: "preview", at: now };
  const message = { messageId: "preview", profileId, intent: { trigger } };
  const shapes = slotShapes(email.blocks);
  const facts = await loadContentFacts(db, shopId, [message], { keyring, shop, now });
  const contents = await gatherContents(db, shopId, [message], facts, {
    keyring,
    recommendations,
    shop,
    brand,
    now,
    emailOf: () => ({ email, shapes, compiled }),
  });
  const example = exampleOf({ email, shop, brand, products });
  const content = contents.get(message.messageId);
  const preferenceLinks = {
    ...{ unsubscribe: shop.url, preferences: shop.url },
    ...{ lessOften: shop.url, pause: shop.url },
  };
  const real = content
    ? {
        ...emailValues(
          { ...content, coupon: null, language: email.language },
          shop,
          preferenceLinks,
        ),
        // Previews get no real codes.
        coupon: example.coupon,
      }
    : { ...example, recipient: profile.contact };
  return {
    values: chosen ? real : withExamples(real, example, email),
    reader: {
      profileId,
      name: contactName(profile.contact),
      language: chooseLanguage(locale, document.language, languagesWritten(document, brand)),
      triggers: triggers.map(({ key, label, at }) => ({ key, label, at })),
      triggerKey: chosen?.key ?? null,
    },
  };
}

/** Adds example trigger objects; the customer and the recommendations stay. */
function withExamples(
  real: EmailValues,
  example: EmailValues,
  { blocks }: LocalEmail,
): EmailValues {
  const aboutTrigger = listProductSlots(blocks).filter(
    ({ blockId, source }) =>
      source.kind === "trigger" || (source.kind === "first" && !real.products[blockId]),
  );
  const { checkout, cart, order, product } = example;
  return {
    ...real,
    checkout: real.checkout ?? checkout,
    cart: real.cart ?? cart,
    order: real.order ?? order,
    product: real.product ?? product,
    products: {
      ...real.products,
      ...Object.fromEntries(
        aboutTrigger.map(({ blockId }) => [blockId, example.products[blockId] ?? []]),
      ),
    },
  };
}
