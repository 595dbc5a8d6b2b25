import { increaseContrast, TEXT_RATIO } from "../brand/accent";
import type { GroundColors, Palette } from "./palette";
import type { Ground, SectionGround, ThemeDesign } from "./designs/theme-design";
import { sizeIn, type Script } from "./script";

interface SheetSource {
  readonly design: ThemeDesign;
  readonly dark: Palette;
  readonly script: Script;
}

/**
 * The dark scheme, narrow screens, even lines where the email app can, and the font inside tables for Outlook, where
 * tables do not inherit it. Inline styles override a style sheet, hence `!important`.
 */
export function styleSheet({ design, dark, script }: SheetSource): string {
  const { phone, space, hero, tile } = design;
  const sidePx = space.phoneSidePx;
  const heading = sizeIn(script, { px: phone.headingPx, linePx: phone.headingLinePx });
  const byPhrase =
    script === "japanese" ? " word-break: auto-phrase; overflow-wrap: anywhere;" : "";
  return `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
body, table, td, div, p, a, h1, h2, li { font-family: ${design.fonts.body}; mso-font-alt: Arial; }
h1, h2, .button { text-wrap: balance;${byPhrase} }
p, li, .soft { text-wrap: pretty;${byPhrase} }
@media (max-width: 600px) {
  .page, .page > table > tbody > tr > td { padding-top: 0 !important; padding-bottom: 0 !important; }
  .header-inside, .footer-inside, .hero-inside, .card-inside { padding-left: ${sidePx}px !important; padding-right: ${sidePx}px !important; }
  ${hero.look === "frame" ? ".hero-inside { padding: 0 10px 10px !important; } .hero-frame { padding: 36px 20px !important; }" : ""}
  .heading { font-size: ${heading.fontSize} !important; line-height: ${heading.lineHeight} !important; }
  .row-picture { width: 112px !important; }
  .row-picture img, .row-picture .picture { width: 96px !important; }
  .line-picture { width: 80px !important; }
  .line-picture img, .line-picture .picture { width: 64px !important; }
  .line-part { display: block !important; width: 100% !important; padding: 0 !important; }
  .stack { display: block !important; width: 100% !important; padding: 0 0 16px !important; }
  .band-inside { padding: 8px 18px 12px !important; }
  .overlay { padding: 180px 16px 16px !important; }
  .gap { width: 12px !important; }
  .wide { display: block !important; }
  .third .ink { font-size: 15px !important; line-height: 20px !important; }
  ${tile.paddingPx > 0 ? ".tile-inside { padding-left: 8px !important; padding-right: 8px !important; }" : ""}
  ${tile.paddingPx > 0 ? NARROW_TILES : ""}
}
@media (prefers-color-scheme: dark) {
  .page, .page > table > tbody > tr > td { background-color: ${dark.page.ground} !important; }
  .logo { background-color: #ffffff !important; padding: 8px !important; }
${ORDER.map((ground) => darkRules(ground, dark[ground])).join("\n")}
}
`;
}

/** In a third of a phone's width, longer words and prices on tags would not fit. */
const NARROW_TILES = `.third { padding-left: 3px !important; padding-right: 3px !important; }
  .third .ink { font-size: 14px !important; line-height: 19px !important; }
  .third .badge { font-size: 14px !important; padding: 2px 4px !important; }`;

/** A background inside another follows it. */
const ORDER: readonly (Ground | SectionGround)[] = [
  ...(["card", "header", "hero", "tint", "brand", "tile", "footer"] as const),
];

function darkRules(ground: Ground | SectionGround, colors: GroundColors): string {
  const { ink, soft, link, line, button, onButton } = colors;
  const on = `.${ground}`;
  return `  ${on} { background-color: ${colors.ground} !important; }
  ${on} .ink { color: ${ink} !important; }
  ${on} .soft { color: ${soft} !important; }
  ${on} .link { color: ${link} !important; }
  ${on} .rule { border-color: ${line} !important; }
  ${on} .picture { background-color: ${line} !important; color: ${increaseContrast(soft, line, TEXT_RATIO)} !important; }
  ${on} .button, ${on} .awning { background-color: ${button} !important; color: ${onButton} !important; }
  ${on} .outline { border-color: ${link} !important; color: ${link} !important; }`;
}
