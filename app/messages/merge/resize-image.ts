/** Twice the width at which an email shows an image, for high-density screens. */
export const IMAGE_WIDTHS = { line: 192, card: 536, large: 1_072 } as const;

// Shopify resizes images on its own domain, and under this path of a shop's domain.
const RESIZABLE = /^https:\/\/(?:cdn\.shopify\.com\/|[^/?#]+\/cdn\/shop\/)/;

/**
 * The URL of an image no wider than `widthPx`, in its own proportions, by Shopify's image transformation. The URL of
 * an image elsewhere stays.
 */
export function resizeImage(url: string | null, widthPx: number): string | null {
  if (url === null || !RESIZABLE.test(url)) return url;
  const plain = url.replace(/(?<=[?&])(?:width|height|crop|pad_color)=[^&#]*&?/g, "");
  const clean = plain.endsWith("?") || plain.endsWith("&") ? plain.slice(0, -1) : plain;
  return `${clean}${clean.includes("?") ? "&" : "?"}width=${widthPx}`;
}
