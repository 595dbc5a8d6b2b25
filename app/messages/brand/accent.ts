/** A color as `#rrggbb`, lower case. */
export type Hex = string;

const WHITE: Hex = "#ffffff";
const NEAR_BLACK: Hex = "#16181d";
/** Minimum contrast for text in WCAG 2.2. */
export const TEXT_RATIO = 4.5;

/** Shades of the brand's accent, each with enough contrast for its use. */
export interface AccentShades {
  readonly button: Hex;
  readonly onButton: Hex;
  /** The accent as a text color on a light background, at least 4.5:1. */
  readonly link: Hex;
}

/**
 * Contrast of two colors by WCAG 2.2, from 1 (none) to 21 (black on white).
 *
 * @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
 */
export function contrastRatio(a: Hex, b: Hex): number {
  const [darker, lighter] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/**
 * Adapts an accent to a background. Button labels and links get at least 4.5:1 (WCAG for text), the button
 * itself at least `buttonRatio`. A color below that is moved target black or white.
 *
 * @param buttonRatio from 1 (keep the brand's color) to 21
 */
export function shadesOn(accent: Hex, ground: Hex, buttonRatio: number): AccentShades {
  const visible = increaseContrast(accent, ground, buttonRatio);
  const whiteFits =
    contrastRatio(visible, WHITE) >= Math.min(TEXT_RATIO, contrastRatio(visible, NEAR_BLACK));
  const onButton = whiteFits ? WHITE : NEAR_BLACK;
  return {
    button: increaseContrast(visible, onButton, TEXT_RATIO),
    onButton,
    link: increaseContrast(accent, ground, TEXT_RATIO),
  };
}

/** Moves `color` away from `ground` in steps of 4% until the contrast is reached. */
export function increaseContrast(color: Hex, ground: Hex, wantedRatio: number): Hex {
  const target = luminance(ground) > 0.18 ? "#000000" : WHITE;
  for (let share = 0; share < 1; share += 0.04) {
    const mixed = mixColors(color, target, share);
    if (contrastRatio(mixed, ground) >= wantedRatio) return mixed;
  }
  return target;
}

/** @param share of `b`, from 0 to 1 */
export function mixColors(a: Hex, b: Hex, share: number): Hex {
  const other = channels(b);
  const mixed = channels(a).map((value, i) =>
    Math.round(value + ((other[i] ?? 0) - value) * share),
  );
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

function luminance(color: Hex): number {
  const [r = 0, g = 0, b = 0] = channels(color).map((value) => {
    const c = value / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function channels(color: Hex): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
}
