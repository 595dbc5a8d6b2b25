import { z } from "zod";
import { schemaMessage } from "../schema-message";
import { contrastRatio, TEXT_RATIO, type Hex } from "../brand/accent";

const ThemeHex = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/, schemaMessage("color"))
  .toLowerCase();

/** System fonts, since an email loads none. */
export const FONTS = {
  sans: "-apple-system, BlinkMacSystemFont, Segoe UI, Roboto, Helvetica Neue, Helvetica, Arial, sans-serif",
  serif: "Georgia, Iowan Old Style, Times New Roman, Times, serif",
  humanist: "Trebuchet MS, Gill Sans, Calibri, Lucida Grande, sans-serif",
} as const;

/** How an email's theme differs from the shop's brand; null: it does not. */
export const ThemeOverrides = z.strictObject({
  accent: ThemeHex.nullable().default(null),
  /** The background around the email. */
  page: ThemeHex.nullable().default(null),
  /** The background of the texts; the text color follows from it. */
  card: ThemeHex.nullable().default(null),
  font: z.enum(["sans", "serif", "humanist"]).default("sans"),
  corners: z.enum(["round", "square"]).default("round"),
});
export type ThemeOverrides = z.infer<typeof ThemeOverrides>;

/** An email with the shop's theme. */
export const BRAND_THEME: ThemeOverrides = ThemeOverrides.parse({});

/** Background and text colors of one scheme. */
export interface Palette {
  readonly page: Hex;
  readonly card: Hex;
  readonly ink: Hex;
  readonly soft: Hex;
  readonly line: Hex;
}

const LIGHT: Palette = {
  page: "#f5f4f1",
  card: "#ffffff",
  ink: "#1b1d21",
  soft: "#5c616b",
  line: "#e8e6e1",
};

export const DARK: Palette = {
  page: "#111214",
  card: "#1b1d21",
  ink: "#f3f2ef",
  soft: "#a9aeb8",
  line: "#34373d",
};

/**
 * The light scheme with the merchant's backgrounds. Text colors come from the scheme that is readable on every
 * background; if neither is, the page background is replaced, so that the footer is always readable.
 */
export function lightPalette({ page, card }: Pick<ThemeOverrides, "page" | "card">): Palette {
  const grounds = { page: page ?? LIGHT.page, card: card ?? LIGHT.card };
  const inks = [LIGHT, DARK].find(({ soft }) => contrastRatio(soft, grounds.card) >= TEXT_RATIO);
  const { ink, soft, line } = inks ?? blackOrWhite(grounds.card);
  const isPageReadable = contrastRatio(soft, grounds.page) >= TEXT_RATIO;
  return {
    card: grounds.card,
    page: isPageReadable ? grounds.page : grounds.card,
    ink,
    soft,
    line,
  };
}

/** For a background of medium brightness, on which no muted text is readable. */
function blackOrWhite(ground: Hex): Pick<Palette, "ink" | "soft" | "line"> {
  const ink =
    contrastRatio("#000000", ground) >= contrastRatio("#ffffff", ground) ? "#000000" : "#ffffff";
  return { ink, soft: ink, line: ink };
}
