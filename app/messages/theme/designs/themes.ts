import { BOLD } from "./bold";
import { EDITORIAL } from "./editorial";
import { LUXURY } from "./luxury";
import { MARKET } from "./market";
import { MINIMAL } from "./minimal";
import { PLAYFUL } from "./playful";
import type { ThemeDesign } from "./theme-design";

export const THEME_NAMES = ["editorial", "bold", "minimal", "playful", "luxury", "market"] as const;
export type ThemeName = (typeof THEME_NAMES)[number];

/** The theme of a shop that has chosen none, and of emails to merchants. */
export const DEFAULT_THEME: ThemeName = "minimal";

export const THEME_DESIGNS: Readonly<Record<ThemeName, ThemeDesign>> = {
  editorial: EDITORIAL,
  bold: BOLD,
  minimal: MINIMAL,
  playful: PLAYFUL,
  luxury: LUXURY,
  market: MARKET,
};
