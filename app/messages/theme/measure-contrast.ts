import { contrastRatio, TEXT_RATIO } from "../brand/accent";
import { lightPalette, type ThemeOverrides } from "./palette";

export type ThemeColor = "accent" | "page" | "card";

/** `adjusted`: emails use a darker shade for text; `replaced`: emails do not use the color. */
export type Contrast =
  | { readonly is: "none" | "replaced" }
  | { readonly is: "good" | "adjusted" | "poor"; readonly ratio: number };

/** The contrast of a custom color with what is on or behind it. */
export function measureContrast(
  field: ThemeColor,
  theme: Pick<ThemeOverrides, ThemeColor>,
): Contrast {
  const color = theme[field];
  if (color === null) return { is: "none" };
  const palette = lightPalette(theme);
  if (field === "page" && palette.page !== color) return { is: "replaced" };
  const ratio = contrastRatio(color, field === "accent" ? palette.card : palette.soft);
  if (ratio >= TEXT_RATIO) return { is: "good", ratio };
  return { is: field === "accent" ? "adjusted" : "poor", ratio };
}
