import { describe, expect, test } from "vitest";
import { languagesWith } from "~/i18n/catalog.server";
import { piecesOf } from "~/messages/blocks/elements/rich-text";
import { localize } from "~/messages/document/email-document";
import { listProductSlots } from "~/messages/document/product-slots";
import { findReadySubject, listReadySubjects } from "~/messages/ready/ready-subjects.server";
import { findReadyTemplate, listReadyTemplates } from "~/messages/ready/ready-templates.server";

// An email may say only what its blocks show: also for a new shop, for a reader of whom nothing is known, and in a shop
// of one product. These tests read all texts of all prebuilt emails for claims.

const WRITTEN = [
  ...languagesWith("email").map((language) => ({ language, address: "informal" as const })),
  { language: "de", address: "formal" as const },
];
type Written = (typeof WRITTEN)[number];

interface Sentence {
  readonly templateId: string;
  readonly text: string;
  /** The fact that must be there for the reader to see it; null: none. */
  readonly while: string | null;
  /** Where it stands: before the email is opened, above a list, which is hidden with it, or in the text. */
  readonly at: "inbox" | "title" | "text";
}

const withoutValues = (text: string) => text.replaceAll(/\{\{.*?\}\}/g, "");

/** What a reader may read of an email before and in its blocks, except buttons. */
function listSentences(templateId: string, { language, address }: Written): Sentence[] {
  const email = localize(findReadyTemplate(templateId, address)!, language);
  const inbox = [
    email,
    ...listReadySubjects(templateId).map(({ variant }) =>
      findReadySubject(templateId, variant, address)!.get(language)!,
    ),
  ].flatMap(({ subject, preheader }) => [subject, preheader]);
  const blocks = email.blocks.flatMap((block) => {
    const isWhile = block.when?.kind === "value" && block.when.is === "present";
    const fact = isWhile && block.when?.kind === "value" ? block.when.path : null;
    const texts =
      block.kind === "heading"
        ? [block.text]
        : block.kind === "text"
          ? [piecesOf(block.text).texts.join("")]
          : block.kind === "product-grid"
            ? [block.title]
            : block.kind === "benefits"
              ? block.items.flatMap(({ title, text }) => [title, text])
              : [];
    const at = block.kind === "product-grid" ? ("title" as const) : ("text" as const);
    return texts.map((text) => ({ text, fact, at }));
  });
  return [...inbox.map((text) => ({ text, fact: null, at: "inbox" as const })), ...blocks].map(
    ({ text, fact, at }) => ({
      ...{ templateId, text: withoutValues(text), while: fact, at },
    }),
  );
}

const DOCUMENTS = listReadyTemplates();
const needs = (templateId: string, kinds: readonly string[]) =>
  listProductSlots(findReadyTemplate(templateId)!.blocks).some(
    ({ source, required }) => required && kinds.includes(source.kind),
  );

interface Claim {
  readonly name: string;
  /** What says so, in six languages. */
  readonly words: RegExp;
  /** Where it is true. */
  readonly holds: (sentence: Sentence) => boolean;
}

const ofFlows =
  (...flows: readonly string[]) =>
  ({ templateId }: Sentence) =>
    flows.some((flow) => templateId.startsWith(flow));
const never = () => false;

const CLAIMS: readonly Claim[] = [
  {
    name: "that products were chosen for the reader",
    words:
      /(picked|chose|chosen|selected)[^.]* for you\b|picked with you|your taste|more of what you like|(ideas?|picks|list|something) for you\b|(?<!on )your (short )?list|think you’ll l|für (dich|Sie) (ausgesucht|zusammen)|(de|ihr)em geschmack|etwas für (dich|Sie)\b(?! dabei)|Ideen für (dich|Sie)\b|deine auswahl|Ihre Auswahl|elegido (para|pensando en) ti|lo que te gusta|ideas para ti|algo para ti\b(?!\?)|tu selección|para ti, por lo que|que te gustarán|choisi (en pensant à|pour) vous|choisis pour vous|à votre goût|selon vos goûts|(sélection|idées) pour vous|quelque chose pour vous\b(?!.?\?)|votre sélection|devraient vous plaire|お客様への(おすすめ|ご紹介)|お好みに|お客様に合わせて|اخترناها لك|وفق ذوقك|الأفكار لك|شيء لك|مجموعتك|نظن أنها ستعجبك|مما? أعجبك من قبل/iu,
    holds: ({ while: fact }) => fact === "picks.personal",
  },
  {
    name: "what was learned from the reader’s visits and orders",
    words:
      /going by what you|going by your (past orders|visits)|nach (dem, was (du|Sie)|(deinen|Ihren) bisherigen)|por (lo que (viste|compraste)|tus pedidos)|d’après (ce que vous avez|vos)|これまで(に|の)(ご|お)[^。]*(から|もとに)|بناءً على (ما تصفحته|ما اشتريته|طلباتك السابقة|زياراتك)/iu,
    holds: ({ while: fact }) => fact === "picks.personal",
  },
  {
    name: "that customers choose these most",
    words:
      /(customers|everyone)[^.]* choos|best[- ]?sell|am häufigsten gewählt|wählen gerade alle|más (eligen|vendidos|se eligen?)|todos eligen|choisissent le plus|plus choisis|meilleures ventes|tout le monde choisit|いちばん選ばれ|人気|選ばれている|يختاره(ا)? عملاؤنا|الأكثر (اختيارًا|مبيعًا)|المنتجات اختيارًا|يختاره الجميع/iu,
    holds: ({ templateId, while: fact }) =>
      fact === "picks.popular" || needs(templateId, ["best_sellers"]),
  },
  {
    name: "that products are alike",
    words:
      /similar|more like it\b|others like|comes closest|ähnlich|am nächsten|parecid|lo más próximo|même esprit|ressembl|les plus proches|s’en rapproche|似て|よく似た|近い商品|مشابه|يشبهه|شبهًا|أقرب ما/iu,
    holds: never,
  },
  {
    name: "that products are new",
    words:
      /just (came )?in\b|newest|latest (arrivals|products)|the latest|new arrivals|new (at|in the store)|gerade (erst )?eingetroffen|neuesten?\b|neuheit|lo (último|más nuevo)|recién llegad|acaba[n]? de llegar|más nuevos|novedades|vien(t|nent) d’arriver|tout juste arriv|derni(ers|ères) (articles|arrivées|nouveautés)|nouveautés|入荷したばかり|新着|最新の商品|وصل (حديثًا|للتو|إلينا)|أحدث (ما|منتجاتنا)|الجديد\b/iu,
    holds: ({ templateId, at }) => at === "title" || needs(templateId, ["newest"]),
  },
  {
    name: "a discount, a gift or free shipping",
    words:
      /discount|% off|coupon|voucher|free (shipping|gift|delivery)|rabatt|gutschein|kostenlos|gratis|versandfrei|descuento|cupón|envío (gratis|gratuito)|\bremise\b|réduction|livraison (offerte|gratuite)|割引|クーポン|送料無料|プレゼント|خصم (على|بنسبة)|مجان|something (little )?for you\?/iu,
    // The law's own word.
    holds: ({ while: fact }) => fact === "product.lowestPrice",
  },
  {
    name: "a lower price",
    words:
      /price drop|price (has )?dropped|costs? less|lower prices?|better price|günstiger|weniger als|kostet jetzt|reduziert|niedrigere|cuesta(n)? menos|bajó|precios? (más )?baj|mejor precio|rebaja|prix (a )?baiss|moins cher|meilleur prix|prix plus doux|値下|お求めやすく|お求めやすい|お安く|انخفض السعر|انخفض سعره|أقل سعرًا|بسعر أقل|أسعار أقل|الأسعار المخفضة|تخفيض/iu,
    holds: ofFlows("price-drop/", "campaign/sale", "campaign/last-chance"),
  },
  {
    name: "that a product is back, or that few are left",
    words:
      /back in stock|is back\b|only a few left|almost gone|nearly sold out|wieder (da|verfügbar)|nur noch wenige|fast (weg|ausverkauft)|disponible otra vez|de vuelta|quedan pocos|casi agotado|de retour|de nouveau disponible|plus que quelques-uns|presque épuisé|再入荷|残りわずか(?!では)|متوفر من جديد|توفر من جديد|لم يبق (منه |لدينا منه )?إلا القليل:|أوشك على النفاد$/iu,
    holds: ofFlows("back-in-stock/", "low-stock/", "replenishment/", "campaign/last-chance"),
  },
  {
    name: "ratings, reviews or numbers of customers",
    words:
      /\bstars?\b|rated|\d+ (people|customers|reviews)|sterne|bewertungen\b|estrellas|reseñas\b|étoiles|件のレビュー|つ星|نجوم/iu,
    holds: never,
  },
  {
    name: "that a reader comes before others, or that a product is kept for them",
    words:
      /first in line|take care of it first|look after it first|priority|reserved for you|holding it|put .* aside|geht vor|beiseite|reserviert|lo tuyo (va )?primero|de lo tuyo|apartamos|en priorité|de côté|優先し|お取りして|お取り置きしています|أولويتنا|جانبًا/iu,
    holds: never,
  },
  {
    // Nobody opens an email for "a few ideas", and a shop of few products may have one left to show.
    name: "nothing but an unknown number of ideas",
    words:
      /a few (ideas|things|products|picks|alternatives|more)|short list|ein paar (ideen|dinge|produkte|alternativen)|(kleine|neue) auswahl|quelques (idées|articles|alternatives)|courte sélection|algun[ao]s (ideas|cosas|productos|alternativas)|pequeña selección|いくつか|少しだけ選|ショップから選んで|بعض (الأفكار|المنتجات|البدائل)|مجموعة (قصيرة|مختارة)/iu,
    holds: never,
  },
  {
    name: "that several products follow",
    words:
      /\b(these are|these will|chose these|at these|one of these)\b|\bdiese(n)? produkte|das sind (unsere|die)|\best(os son|os productos)\b|\bmira estos|voici (les|des|nos) articles|ces articles|ce sont les|ceux(-ci| que)|これら|هذه (أحدث|أكثر|المنتجات)/iu,
    holds: ({ at }) => at === "inbox",
  },
];

describe.each(CLAIMS)("prebuilt emails claim $name", ({ words, holds }) => {
  test.each(WRITTEN)("only where it is true, in $language ($address)", (written) => {
    const sentences = DOCUMENTS.flatMap(({ templateId }) => listSentences(templateId, written));
    expect(sentences.length).toBeGreaterThan(600);
    const untrue = sentences.filter((sentence) => words.test(sentence.text) && !holds(sentence));
    expect(untrue.map(({ templateId, text }) => `${templateId}: ${text}`)).toEqual([]);
  });
});

test.each(WRITTEN)(
  "inbox texts name a recommended product in $language ($address) only if the email needs one",
  ({ language, address }) => {
    const naming = DOCUMENTS.filter(({ templateId }) =>
      [
        localize(findReadyTemplate(templateId, address)!, language),
        ...listReadySubjects(templateId).map(({ variant }) =>
          findReadySubject(templateId, variant, address)!.get(language)!,
        ),
      ].some(({ subject, preheader }) => `${subject} ${preheader}`.includes("picks.title")),
    ).map(({ templateId }) => templateId);
    expect(naming.length).toBeGreaterThan(8);
    expect(naming.filter((templateId) => !needs(templateId, ["list"]))).toEqual([]);
  },
);

test("a sentence about recommended products has a fact that is missing without them", () => {
  const conditional = DOCUMENTS.flatMap(({ templateId }) =>
    findReadyTemplate(templateId)!
      .blocks.filter(({ id }) => id === "text-picks")
      .map(({ when }) => `${templateId}: ${when?.kind === "value" ? when.path : null}`),
  );
  expect(conditional).toEqual([
    "welcome/email-1: picks.popular",
    "win-back/email-3: picks.shown",
    "campaign/gifts: picks.popular",
    "campaign/last-chance: picks.popular",
  ]);
});
