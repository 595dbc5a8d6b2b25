import { z } from "zod";
import { schemaMessage } from "../schema-message";

const ThemeHex = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/, schemaMessage("color"))
  .toLowerCase();

/** Fonts that an email can have instead of its theme's: system fonts, since an email loads none. */
export const FONTS = {
  serif: "Georgia, Iowan Old Style, Times New Roman, Times, serif",
  humanist: "Trebuchet MS, Gill Sans, Calibri, Lucida Grande, sans-serif",
} as const;

/** How an email differs from the shop's theme; null: it does not. */
export const ThemeOverrides = z.strictObject({
  accent: ThemeHex.nullable().default(null),
  /** The background around the email. */
  page: ThemeHex.nullable().default(null),
  /** The background of the texts; the text color follows from it. */
  card: ThemeHex.nullable().default(null),
  /** `sans`: the theme's own fonts. */
  font: z.enum(["sans", "serif", "humanist"]).default("sans"),
  /** `round`: the theme's own corners. */
  corners: z.enum(["round", "square"]).default("round"),
});
export type ThemeOverrides = z.infer<typeof ThemeOverrides>;

/** An email with the shop's theme. */
export const NO_OVERRIDES: ThemeOverrides = ThemeOverrides.parse({});
