import { directionOf } from "~/i18n/locale";

/** The scripts that are set differently. */
export type Script = "latin" | "joined" | "japanese";

/** The script of a language, BCP 47. */
export function scriptOf(language: string): Script {
  if (directionOf(language) === "rtl") return "joined";
  return new Intl.Locale(language).language === "ja" ? "japanese" : "latin";
}

interface Size {
  readonly px: number;
  readonly linePx: number;
  readonly isCaps?: boolean | undefined;
}

/** Capitals below this size are as tall as lower case letters of the ordinary one. */
const SMALL_CAPS_PX = 20;
const WITHOUT_CAPS = 1.2;
/** Arabic letters reach further up and down than Latin ones. */
const MIN_JOINED_LINE = 1.35;

/**
 * The size and line height of letters in a script, as styles. Small capitals become larger letters where there are
 * none, and lines of joined letters do not touch.
 */
export function sizeIn(script: Script, { px, linePx, isCaps = false }: Size) {
  const scale = script !== "latin" && isCaps && px < SMALL_CAPS_PX ? WITHOUT_CAPS : 1;
  const sizePx = Math.round(px * scale);
  const minLinePx = script === "joined" ? Math.ceil(sizePx * MIN_JOINED_LINE) : 0;
  return {
    fontSize: `${sizePx}px`,
    lineHeight: `${Math.max(Math.round(linePx * scale), minLinePx)}px`,
  };
}
