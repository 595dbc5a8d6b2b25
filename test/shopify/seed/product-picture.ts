import type { SeedProduct } from "../store-seed";
import { colorsIn } from "./color-words";
import { ICONS } from "./product-icons";
import { productTypeOf } from "./product-type";
import { hashFraction } from "./stable-hash";

/** Soft backgrounds, each with two icon colors for titles without a color. */
const PALETTES = [
  { ground: "#f9e4e4", body: "#d9737f", accent: "#f3bd94" },
  { ground: "#e3eef6", body: "#5b8fb9", accent: "#f7d9a8" },
  { ground: "#e6f1e6", body: "#6fa67a", accent: "#f2cf8a" },
  { ground: "#f8efdc", body: "#d99a4e", accent: "#8fb8a8" },
  { ground: "#ece6f5", body: "#8c74b5", accent: "#edb9cf" },
  { ground: "#e0f1ef", body: "#4fa39b", accent: "#f4c97b" },
] as const;

const INK = "#4a4450";

/** Surface patterns by title word: one tile, drawn in a lighter tone. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/spot|polka|dots?\b/i, '<circle cx="12" cy="12" r="7"/><circle cx="34" cy="34" r="7"/>'],
  [/strip|gingham|check/i, '<rect width="12" height="44"/><rect x="24" width="6" height="44"/>'],
  [/heart/i, '<path d="M22 34c-16-11-15-22-8-23 4 0 7 3 8 6 1-3 4-6 8-6 7 1 8 12-8 23z"/>'],
  [
    /flower|floral|rose|daisy|blossom|posy|paisley/i,
    '<circle cx="22" cy="13" r="7"/><circle cx="31" cy="20" r="7"/><circle cx="27" cy="31" r="7"/><circle cx="17" cy="31" r="7"/><circle cx="13" cy="20" r="7"/>',
  ],
  [/star/i, '<path d="M22 8l4 10 11 1-8 7 3 11-10-6-10 6 3-11-8-7 11-1z"/>'],
];

/**
 * The drawing of a product without an image: an SVG of 400 × 400 with an icon for its type, in the first two colors
 * of its title, with spots, stripes, hearts, flowers or stars if the title mentions them. Deterministic per product.
 */
export function drawProductPicture(
  product: Pick<SeedProduct, "id" | "title" | "productType">,
): string {
  const type = iconTypeOf(product);
  const palette = pick(type);
  const [first, second] = colorsIn(product.title).map(({ shade }) => shade);
  const body = first ?? pick(product.id).body;
  const accent = second ?? palette.accent;
  const tile = PATTERNS.find(([words]) => words.test(product.title))?.[1];

  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="400" height="400">',
    tile ? patternOf(tile, body, second ?? "#ffffff") : "",
    `<rect width="400" height="400" fill="${palette.ground}"/>`,
    '<circle cx="200" cy="196" r="160" fill="#ffffff" opacity=".32"/>',
    '<ellipse cx="200" cy="322" rx="112" ry="12" fill="#000000" opacity=".08"/>',
    `<g stroke-linejoin="round">${ICONS[type]({ body: tile ? "url(#surface)" : body, accent, ink: INK })}</g>`,
    "</svg>",
  ].join("");
}

function pick(text: string): (typeof PALETTES)[number] {
  return PALETTES[Math.floor(hashFraction(text) * PALETTES.length)] ?? PALETTES[0];
}

/** Types of other shops are not in the table, so their words, then the title's, decide. */
function iconTypeOf({ title, productType }: Pick<SeedProduct, "title" | "productType">) {
  const isIcon = (type: string): type is keyof typeof ICONS => Object.hasOwn(ICONS, type);
  if (isIcon(productType)) return productType;
  const byType = productTypeOf(productType);
  return byType === "Gifts" ? productTypeOf(title) : byType;
}

function patternOf(tile: string, ground: string, ink: string): string {
  const tone = ink === ground ? "#e9dccb" : ink;
  return (
    '<defs><pattern id="surface" width="44" height="44" patternUnits="userSpaceOnUse">' +
    `<rect width="44" height="44" fill="${ground}"/><g fill="${tone}" opacity=".75">${tile}</g>` +
    "</pattern></defs>"
  );
}
