import { contrastRatio, TEXT_RATIO, type Hex } from "../brand/accent";
import { createPalette } from "./palette";
import type { ThemeOverrides } from "./theme-overrides";
import { THEME_DESIGNS, type ThemeName } from "./designs/themes";

export type ThemeColor = "accent" | "page" | "card";

/** `adjusted`: emails use a darker or lighter shade for text. */
export type Contrast =
  | { readonly is: "none" }
  | { readonly is: "good" | "adjusted" | "poor"; readonly ratio: number };

/** The shop's theme and color, which an email's own colors replace. */
export interface ShopTheme {
  readonly theme: ThemeName;
  readonly accent: Hex;
}

/** The contrast of a custom color with what is on or behind it. */
export function measureContrast(
  field: ThemeColor,
  overrides: Pick<ThemeOverrides, ThemeColor>,
  shop: ShopTheme,
): Contrast {
  const color = overrides[field];
  if (color === null) return { is: "none" };
  const accent = overrides.accent ?? shop.accent;
  const palette = createPalette(THEME_DESIGNS[shop.theme], accent, "light", overrides);
  const { ground, soft } = palette[field === "page" ? "page" : "card"];
  const ratio = contrastRatio(color, field === "accent" ? ground : soft);
  if (ratio >= TEXT_RATIO) return { is: "good", ratio };
  return { is: field === "accent" ? "adjusted" : "poor", ratio };
}
