import type { CSSProperties } from "react";
import { shadesOn, type Hex } from "../brand/accent";
import { DARK, FONTS, lightPalette, type Palette, type ThemeOverrides } from "./palette";

export const PICTURE_PX = { line: 80, card: 252, row: 148, hero: 520 };

/** The shop's color with the email's changes, in the text direction of its language. */
export interface ThemeSource {
  readonly accent: Hex;
  readonly overrides: ThemeOverrides;
  readonly direction: "ltr" | "rtl";
}

export type Theme = ReturnType<typeof createTheme>;

// On white the label provides the contrast, so a light brand color may stay light; on a dark card a dark button would
// be invisible.
const LIGHT_BUTTON_RATIO = 1.4;
const DARK_BUTTON_RATIO = 3;

/**
 * All styles of an email as inline styles, and a style sheet for the rest. Email clients support no CSS variables:
 * colors are literal, and dark ones are set by class.
 */
export function createTheme({ accent, overrides, direction }: ThemeSource) {
  const light = lightPalette(overrides);
  const brandColor = overrides.accent ?? accent;
  const shades = shadesOn(brandColor, light.card, LIGHT_BUTTON_RATIO);
  const fontFamily = FONTS[overrides.font];
  const isRound = overrides.corners === "round";
  const radius = (px: number) => ({ borderRadius: `${isRound ? px : 0}px` });
  const start: "left" | "right" = direction === "rtl" ? "right" : "left";
  const end: "left" | "right" = direction === "rtl" ? "left" : "right";
  const text = (fontSize: number, lineHeight: number, color: Hex = light.ink): CSSProperties => ({
    color,
    fontSize: `${fontSize}px`,
    lineHeight: `${lineHeight}px`,
  });
  const strong = (size: number, line: number) => ({ ...text(size, line), fontWeight: 600 });

  return {
    direction,
    /** Start and end of a line as left and right, because Outlook does not support CSS's `start`. */
    start,
    end,
    page: {
      ...text(16, 26),
      backgroundColor: light.page,
      fontFamily,
      margin: 0,
      padding: "32px 12px",
    },
    card: {
      backgroundColor: light.card,
      ...radius(16),
      maxWidth: "600px",
      padding: "40px",
      tableLayout: "fixed",
      wordBreak: "break-word",
    },
    footer: { maxWidth: "600px", padding: "28px 40px 16px" },
    wordmark: { ...text(20, 28), fontWeight: 700, textDecoration: "none" },
    heading: { ...text(30, 38), fontWeight: 700, margin: "32px 0 12px" },
    subheading: { ...text(20, 28), fontWeight: 700, margin: "0 0 20px" },
    paragraph: { ...text(16, 26, light.soft), margin: "0 0 14px" },
    title: { ...strong(16, 22), textDecoration: "none" },
    detail: text(14, 21, light.soft),
    price: strong(16, 22),
    formerPrice: { ...text(14, 22, light.soft), textDecoration: "line-through" },
    total: { ...text(18, 26), fontWeight: 700 },
    small: { ...text(13, 20, light.soft), margin: "0 0 10px" },
    link: { color: shades.link, textDecoration: "underline" },
    rule: { borderTop: `1px solid ${light.line}` },
    /** The container of an image: it keeps its shape and background while the image is blocked or loading. */
    picture: {
      ...text(12, 16, light.soft),
      backgroundColor: light.page,
      ...radius(10),
      objectFit: "cover",
    },
    image: { ...text(14, 20, light.soft), ...radius(10), display: "block", height: "auto" },
    coupon: {
      border: `2px dashed ${shades.link}`,
      ...radius(12),
      padding: "22px 20px",
      textAlign: "center",
    },
    code: { ...text(24, 32), fontWeight: 700, letterSpacing: "2px" },
    button: {
      backgroundColor: shades.button,
      ...radius(10),
      color: shades.onButton,
      fontSize: "16px",
      fontWeight: 600,
      lineHeight: "22px",
      padding: "15px 28px",
      textAlign: "center",
      textDecoration: "none",
    },
    outlineButton: {
      border: `1px solid ${shades.link}`,
      ...radius(8),
      color: shades.link,
      fontSize: "14px",
      fontWeight: 600,
      lineHeight: "20px",
      padding: "8px 16px",
      textDecoration: "none",
    },
    sheet: sheetOf(brandColor, fontFamily, start),
  } satisfies Record<string, CSSProperties | string>;
}

/**
 * The dark scheme, narrow screens, and the font inside tables for Outlook, where tables do not inherit it. Inline
 * styles override a style sheet, hence `!important`.
 */
function sheetOf(accent: Hex, fontFamily: string, start: "left" | "right"): string {
  return `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
body, table, td, div, p, a, h1, h2, li { font-family: ${fontFamily}; mso-font-alt: Arial; }
@media (max-width: 600px) {
  .card-inside { padding: 30px 24px !important; }
  .footer-inside { padding: 24px 24px 8px !important; }
  .heading { font-size: 26px !important; line-height: 34px !important; margin-top: 26px !important; }
  .row-picture { width: 112px !important; }
  .row-picture img, .row-picture .picture { width: 96px !important; height: 96px !important; }
  .card-picture { height: 148px !important; }
  .third-picture { height: 96px !important; }
  .hero-picture { height: 280px !important; }
  .line-picture { width: 76px !important; }
  .line-picture img, .line-picture .picture { width: 64px !important; height: 64px !important; }
  .line-part { display: block !important; width: 100% !important; padding: 0 !important; text-align: ${start} !important; }
  .stack { display: block !important; width: 100% !important; padding: 0 0 16px !important; }
}
@media (prefers-color-scheme: dark) {
${darkRules(accent, DARK)}
}
`;
}

function darkRules(accent: Hex, dark: Palette): string {
  const { button, onButton, link } = shadesOn(accent, dark.card, DARK_BUTTON_RATIO);
  return `  .page, .page > table > tbody > tr > td { background-color: ${dark.page} !important; }
  .card { background-color: ${dark.card} !important; }
  .ink { color: ${dark.ink} !important; }
  .soft { color: ${dark.soft} !important; }
  .link { color: ${link} !important; }
  .rule { border-color: ${dark.line} !important; }
  .picture { background-color: ${dark.line} !important; color: ${dark.soft} !important; }
  .button { background-color: ${button} !important; color: ${onButton} !important; }
  .outline { border-color: ${link} !important; color: ${link} !important; }`;
}
