import { contrastRatio, TEXT_RATIO } from "../brand/accent";
import { lightPalette, type ThemeOverrides } from "../theme/palette";

export type ThemeColor = "accent" | "page" | "card";

/** Describes the contrast of a custom color to the merchant. */
export function describeContrast(
  field: ThemeColor,
  theme: Pick<ThemeOverrides, ThemeColor>,
): string {
  const color = theme[field];
  if (color === null) return "Such as #1f6f54; empty: the usual one.";
  const palette = lightPalette(theme);
  switch (field) {
    case "accent":
      return contrastSentence(
        contrastRatio(color, palette.card),
        "with the ground below the texts",
        "links and labels are shown in a shade that can be read",
      );
    case "card":
      return contrastSentence(
        contrastRatio(color, palette.soft),
        "with the texts",
        "choose another",
      );
    case "page":
      return palette.page === color
        ? contrastSentence(contrastRatio(color, palette.soft), "with the footer", "choose another")
        : "The footer could not be read on it: the ground below the texts takes its place.";
  }
}

function contrastSentence(ratio: number, withWhat: string, otherwise: string): string {
  const measured = `Contrast ${withWhat} is ${ratio.toFixed(1)} to 1`;
  return ratio >= TEXT_RATIO
    ? `${measured}: easy to read.`
    : `${measured}, less than ${TEXT_RATIO}: ${otherwise}.`;
}
