import type { CatalogProduct } from "~/catalog/catalog-product";
import type { Recommender } from "../models/recommender";

/** Texts that are this similar describe one product, by the cosine of their terms. */
const SAME_TEXT = 0.9;

const SIZES = "xxxs xxs xs s m l xl xxl xxxl xxxxl small medium large mini midi maxi";
/** A number with its unit: `500 ml`, `2x`, `30cm`. */
const QUANTITY =
  /\d+(?:[.,]\d+)?\s*(?:mm|cm|km|ml|cl|kg|mg|oz|lbs?|inch|ft|pcs?|packs?|sets?|m|l|g|in|x)?(?![\p{L}\p{M}])/gu;
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

const keys = new WeakMap<CatalogProduct, string>();

/** A title without color, size and numbers; the title itself if nothing else remains. */
export function titleKey(product: CatalogProduct): string {
  const known = keys.get(product);
  if (known !== undefined) return known;
  // Both spellings of gray.
  const text = product.title
    .toLowerCase()
    .replace(QUANTITY, " ")
    .replace(/\bgr[ae]y\b/g, "gray");
  const words = text.match(/[\p{L}\p{M}]+/gu) ?? [];
  const kept = words.filter((word) => !DROPPED.has(word));
  const key = kept.length > 0 ? kept.join(" ") : product.title.toLowerCase();
  keys.set(product, key);
  return key;
}

/**
 * Detects products that would look the same in one block: their titles differ only in color, size or numbers, or
 * their texts are nearly equal.
 */
function createDuplicateCheck({ fitted, products, indices }: Recommender) {
  const content = fitted?.models.content;
  const shownTitles = new Set<string>();
  const shown = new Set<number>();
  const sameAsShown = new Set<number>();
  const sameTexts = (index: number): number[] => {
    const same: number[] = [];
    if (!content) return same;
    const end = content.offsets[index + 1] ?? 0;
    // Best first.
    for (let at = content.offsets[index] ?? 0; at < end; at++) {
      if ((content.scores[at] ?? 0) < SAME_TEXT) break;
      same.push(content.neighbors[at] ?? -1);
    }
    return same;
  };

  return {
    /** Whether the product looks like one that was added. */
    isDuplicate(productId: string): boolean {
      const product = products.get(productId);
      if (product && shownTitles.has(titleKey(product))) return true;
      const index = indices.get(productId);
      if (index === undefined) return false;
      return sameAsShown.has(index) || sameTexts(index).some((other) => shown.has(other));
    },
    add(productId: string): void {
      const product = products.get(productId);
      if (product) shownTitles.add(titleKey(product));
      const index = indices.get(productId);
      if (index === undefined) return;
      shown.add(index);
      for (const other of sameTexts(index)) sameAsShown.add(other);
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
