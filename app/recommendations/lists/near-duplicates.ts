import type { CatalogProduct } from "~/catalog/catalog-product";
import { FIT_OPTIONS } from "../models/fit-models";
import { isBuried } from "../rules/apply-rules";
import type { Recommender } from "../models/recommender";
import { cosineOfTexts } from "./text-cosines";

/** Texts that are this similar describe one product, by the cosine of their terms. */
const SAME_TEXT = 0.9;

const SIZES = "xxxs xxs xs s m l xl xxl xxxl xxxxl small medium large mini midi maxi";
/** A number with its unit, not within a name: `500 ml`, `2x`, `30cm`. */
const QUANTITY =
  /(?<![\p{L}\p{M}\p{N}])\d+(?:[.,]\d+)?\s*(?:mm|cm|km|ml|cl|kg|mg|oz|lbs?|inch|ft|pcs?|packs?|sets?|m|l|g|in|x)(?![\p{L}\p{M}\p{N}])/gu;
/** Common colors in the languages of the storefronts. */
const COLORS = `black white red blue green yellow orange purple violet pink brown gray beige navy teal
  turquoise ivory cream gold golden silver khaki maroon burgundy lilac lavender mint coral charcoal tan olive rose
  bronze copper magenta indigo light dark
  schwarz weiß weiss rot blau grün gelb lila violett rosa braun grau creme silber türkis hell dunkel
  noir noire blanc blanche rouge bleu bleue vert verte jaune mauve marron gris grise doré argenté foncé clair
  negro negra blanco blanca rojo roja azul verde amarillo amarilla naranja morado morada gris marrón plata dorado
  ブラック ホワイト レッド ブルー グリーン イエロー オレンジ パープル ピンク ブラウン グレー ベージュ ネイビー
  黒 白 赤 青 緑 أسود أبيض أحمر أزرق أخضر أصفر برتقالي بنفسجي وردي بني رمادي`;
const DROPPED = new Set(`${SIZES} ${COLORS}`.split(/\s+/));

/** What a shopper sees of a product. */
type ProductLooks = Pick<CatalogProduct, "title" | "vendor" | "productType" | "priceMinor">;

const known = new WeakMap<ProductLooks, readonly string[]>();

/**
 * The ways in which a product looks like others; two products with one in common look the same in a block. Titles that
 * differ only in color or size are of one product. Titles that also differ in other numbers are so only at the same
 * price, vendor and type: "Filter 3000" and "Filter 5000" may be two things, but door signs from 1 to 9 are one.
 */
export function looksOf(product: ProductLooks): readonly string[] {
  const before = known.get(product);
  if (before) return before;
  const { title, vendor, productType, priceMinor } = product;
  const text = title
    .toLowerCase()
    .replace(QUANTITY, " ")
    // Both spellings of gray.
    .replace(/\bgr[ae]y\b/g, "gray");
  const words = (text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).filter((word) => !DROPPED.has(word));
  const letters = lettersOf(words).join(" ");
  const looks = [
    words.length > 0 ? words.join(" ") : title.toLowerCase(),
    ...(letters === "" ? [] : [JSON.stringify([letters, vendor, productType, priceMinor])]),
  ];
  known.set(product, looks);
  return looks;
}

const lettersOf = (words: readonly string[]): string[] =>
  words.flatMap((word) => word.match(/[\p{L}\p{M}]+/gu) ?? []);

/** The title without colors, sizes and numbers; empty if nothing is left. */
function wordsWithoutNumbers(product: ProductLooks): string {
  const [words = ""] = looksOf(product);
  return lettersOf(words.split(" ")).join(" ");
}

/**
 * Detects products that would look the same in one block: they have a look in common, or their texts are nearly equal.
 * Of many nearly equal texts the model names only the nearest for each. Two of them count as nearly equal if the same
 * text is among the nearest of both. A product that came after the training is compared with each that is shown.
 */
function createDuplicateCheck({ fitted, products, indices }: Recommender) {
  const content = fitted?.models.content;
  const shownLooks = new Set<string>();
  const shown = new Set<number>();
  const shownIds: string[] = [];
  /** Those that the model does not know. */
  const shownNew: string[] = [];
  const isSameText = (productId: string) => (other: string) =>
    cosineOfTexts(products, productId, other) >= SAME_TEXT;
  const sameAsShown = new Set<number>();
  const sameAsShownOfMany = new Set<number>();
  const sameTexts = (index: number): { readonly texts: number[]; readonly areMore: boolean } => {
    const texts: number[] = [];
    if (!content) return { texts, areMore: false };
    const end = content.offsets[index + 1] ?? 0;
    // Best first.
    for (let at = content.offsets[index] ?? 0; at < end; at++) {
      if ((content.scores[at] ?? 0) < SAME_TEXT) break;
      texts.push(content.neighbors[at] ?? -1);
    }
    return { texts, areMore: texts.length >= FIT_OPTIONS.content.k };
  };

  return {
    /** Whether the product looks like one that was added. */
    isDuplicate(productId: string): boolean {
      const product = products.get(productId);
      if (product && looksOf(product).some((look) => shownLooks.has(look))) return true;
      const index = indices.get(productId);
      if (index === undefined) return shownIds.some(isSameText(productId));
      if (shownNew.some(isSameText(productId))) return true;
      if (sameAsShown.has(index)) return true;
      const { texts, areMore } = sameTexts(index);
      return texts.some((other) => shown.has(other) || (areMore && sameAsShownOfMany.has(other)));
    },
    add(productId: string): void {
      const product = products.get(productId);
      if (product) for (const look of looksOf(product)) shownLooks.add(look);
      const index = indices.get(productId);
      shownIds.push(productId);
      if (index === undefined) {
        shownNew.push(productId);
        return;
      }
      shown.add(index);
      const { texts, areMore } = sameTexts(index);
      for (const other of texts) {
        sameAsShown.add(other);
        if (areMore) sameAsShownOfMany.add(other);
      }
    },
  };
}

/**
 * The ranking without products that look like an earlier one.
 *
 * @param ranked best first
 * @param first products that are shown before
 */
export function dropNearDuplicates<T extends { readonly productId: string }>(
  ranked: readonly T[],
  recommender: Recommender,
  first: readonly { readonly productId: string }[] = [],
): T[] {
  const check = createDuplicateCheck(recommender);
  for (const { productId } of first) check.add(productId);
  return ranked.filter(({ productId }) => {
    if (check.isDuplicate(productId)) return false;
    check.add(productId);
    return true;
  });
}

/** An entry of a ranking or a block. */
type Listed = { readonly productId: string } & Parameters<typeof isBuried>[0];

/**
 * Splits a ranking without near duplicates: products whose titles differ in more than colors, sizes and numbers, and
 * the others for a block that has nothing else to show, such as "Filter 5000" after "Filter 3000", and at last what the
 * merchant buries.
 *
 * @param ranked best first
 * @param first products that are shown before
 */
export function splitByTitle<T extends Listed>(
  ranked: readonly T[],
  { products }: Pick<Recommender, "products">,
  first: readonly { readonly productId: string }[] = [],
): { readonly distinct: T[]; readonly last: T[] } {
  const shown = new Set<string>();
  const isNew = ({ productId }: Listed) => {
    const product = products.get(productId);
    const title = product ? wordsWithoutNumbers(product) : "";
    if (title === "") return true;
    if (shown.has(title)) return false;
    shown.add(title);
    return true;
  };
  first.forEach(isNew);
  const distinct = ranked.filter((it) => !isBuried(it) && isNew(it));
  const kept = new Set(distinct);
  return { distinct, last: ranked.filter((it) => !kept.has(it)) };
}
