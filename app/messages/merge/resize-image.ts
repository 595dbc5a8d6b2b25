/** Twice the width at which an email shows an image, for high-density screens. */
export const IMAGE_WIDTHS = { line: 192, card: 536, large: 1_072 } as const;

/** The parts of an image that a crop can keep: Shopify's names. */
export const IMAGE_FOCUSES = ["center", "top", "bottom", "left", "right"] as const;

export interface ImageSize {
  readonly widthPx: number;
  /** Absent: the whole image in its own proportions. */
  readonly crop?: { readonly heightPx: number; readonly focus: (typeof IMAGE_FOCUSES)[number] };
}

// Shopify resizes images on its own domain, and under this path of a shop's domain.
const RESIZABLE = /^https:\/\/(?:cdn\.shopify\.com\/|[^/?#]+\/cdn\/shop\/)/;

/**
 * The URL of an image in this size, by Shopify's image transformation: no wider than its width, and with a crop in
 * exactly these proportions. The URL of an image elsewhere stays.
 */
export function resizeImage(url: string | null, { widthPx, crop }: ImageSize): string | null {
  if (url === null || !RESIZABLE.test(url)) return url;
  const plain = url.replace(/(?<=[?&])(?:width|height|crop|pad_color)=[^&#]*&?/g, "");
  const clean = plain.endsWith("?") || plain.endsWith("&") ? plain.slice(0, -1) : plain;
  const size = crop
    ? `width=${widthPx}&height=${crop.heightPx}&crop=${crop.focus}`
    : `width=${widthPx}`;
  return `${clean}${clean.includes("?") ? "&" : "?"}${size}`;
}
