import type { CSSProperties } from "react";
import { shadesOn } from "../brand/accent";

/** Grounds and inks of the two schemes. Mail has no CSS variables, so dark ones are set by class, below. */
const light = {
  page: "#f5f4f1",
  card: "#ffffff",
  ink: "#1b1d21",
  soft: "#5c616b",
  line: "#e8e6e1",
};
const dark = { page: "#111214", card: "#1b1d21", ink: "#f3f2ef", soft: "#a9aeb8", line: "#34373d" };

const fontFamily =
  "-apple-system, BlinkMacSystemFont, Segoe UI, Roboto, Helvetica Neue, Helvetica, Arial, sans-serif";

export const PICTURE_PX = { line: 80, card: 252, row: 148 };

export const page: CSSProperties = {
  backgroundColor: light.page,
  color: light.ink,
  fontFamily,
  margin: 0,
  padding: "32px 12px",
};

export const card: CSSProperties = {
  backgroundColor: light.card,
  borderRadius: "16px",
  maxWidth: "600px",
  padding: "40px",
};

export const footer: CSSProperties = { maxWidth: "600px", padding: "28px 40px 16px" };

export const wordmark: CSSProperties = {
  color: light.ink,
  fontSize: "20px",
  fontWeight: 700,
  letterSpacing: "-0.01em",
  lineHeight: "28px",
  textDecoration: "none",
};

export const heading: CSSProperties = {
  color: light.ink,
  fontSize: "30px",
  fontWeight: 700,
  letterSpacing: "-0.02em",
  lineHeight: "37px",
  margin: "36px 0 12px",
};

export const subheading: CSSProperties = {
  color: light.ink,
  fontSize: "20px",
  fontWeight: 700,
  letterSpacing: "-0.01em",
  lineHeight: "28px",
  margin: "0 0 20px",
};

export const paragraph: CSSProperties = {
  color: light.soft,
  fontSize: "16px",
  lineHeight: "26px",
  margin: "0 0 14px",
};

export const title: CSSProperties = {
  color: light.ink,
  fontSize: "16px",
  fontWeight: 600,
  lineHeight: "22px",
};

export const detail: CSSProperties = { color: light.soft, fontSize: "14px", lineHeight: "21px" };

export const price: CSSProperties = {
  color: light.ink,
  fontSize: "16px",
  fontWeight: 600,
  lineHeight: "22px",
};

export const total: CSSProperties = {
  ...price,
  fontSize: "18px",
  fontWeight: 700,
  lineHeight: "26px",
};

export const small: CSSProperties = {
  color: light.soft,
  fontSize: "13px",
  lineHeight: "20px",
  margin: "0 0 10px",
};

export const rule: CSSProperties = { borderTop: `1px solid ${light.line}` };

/** A picture's place: it keeps its shape and ground while the picture is blocked or loading. */
export const picture: CSSProperties = {
  backgroundColor: light.page,
  borderRadius: "10px",
  color: light.soft,
  fontSize: "12px",
  lineHeight: "16px",
  objectFit: "cover",
};

export function button(accent: string): CSSProperties {
  const { button, onButton } = shadesOn(accent, light.card, LIGHT_BUTTON_RATIO);
  return {
    backgroundColor: button,
    borderRadius: "10px",
    color: onButton,
    display: "block",
    fontSize: "16px",
    fontWeight: 600,
    padding: "15px 28px",
    textAlign: "center",
  };
}

export function outlineButton(accent: string): CSSProperties {
  const { link } = shadesOn(accent, light.card, LIGHT_BUTTON_RATIO);
  return {
    border: `1px solid ${link}`,
    borderRadius: "8px",
    color: link,
    fontSize: "14px",
    fontWeight: 600,
    padding: "8px 16px",
  };
}

// On white the label carries the button, so a pale brand colour may stay pale;
// on a dark card a dark button would vanish.
const LIGHT_BUTTON_RATIO = 1.4;
const DARK_BUTTON_RATIO = 3;

/**
 * The rules that inline styles cannot say: the dark scheme, narrow screens, and
 * the font inside tables for Outlook, where a table does not inherit it.
 * Inline styles win over a sheet, hence `!important`.
 */
export function styleSheet(accent: string): string {
  const { button, onButton, link } = shadesOn(accent, dark.card, DARK_BUTTON_RATIO);
  return `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
body, table, td, div, p, a, h1, h2 { font-family: ${fontFamily}; mso-font-alt: Arial; }
@media (max-width: 600px) {
  .card-inside { padding: 30px 24px !important; }
  .footer-inside { padding: 24px 24px 8px !important; }
  .heading { font-size: 26px !important; line-height: 32px !important; margin-top: 28px !important; }
  .row-picture { width: 112px !important; }
  .row-picture img { width: 96px !important; height: 96px !important; }
  .card-picture { height: 148px !important; }
}
@media (prefers-color-scheme: dark) {
  .page, .page > table > tbody > tr > td { background-color: ${dark.page} !important; }
  .card { background-color: ${dark.card} !important; }
  .ink { color: ${dark.ink} !important; }
  .soft { color: ${dark.soft} !important; }
  .rule { border-color: ${dark.line} !important; }
  .picture { background-color: ${dark.line} !important; color: ${dark.soft} !important; }
  .button { background-color: ${button} !important; color: ${onButton} !important; }
  .outline { border-color: ${link} !important; color: ${link} !important; }
}
`;
}
