import type { CSSProperties } from "react";
import { directionOf } from "~/i18n/locale";
import type { Hex } from "../brand/accent";
import { scriptOf, sizeIn, type Script } from "./script";
import { createPalette, type GroundColors, type Palette } from "./palette";
import type { Ground, SectionGround, ThemeDesign, TypeRole } from "./designs/theme-design";
import { FONTS, type ThemeOverrides } from "./theme-overrides";
import { styleSheet } from "./theme-sheet";
import { THEME_DESIGNS, type ThemeName } from "./designs/themes";

/** Width of an email. */
export const EMAIL_PX = 600;
/** Widths of product pictures that are as wide in every theme. */
export const PICTURE_PX = { line: 80, row: 148 };

/** The shop's theme and color with the email's changes, in the script and direction of its language. */
export interface ThemeSource {
  readonly name: ThemeName;
  readonly accent: Hex;
  readonly overrides: ThemeOverrides;
  /** BCP 47 */
  readonly language: string;
}

export type Theme = ReturnType<typeof createTheme>;
type Style = CSSProperties;

/**
 * All styles of an email as inline styles, and a style sheet for the rest. Email clients support no CSS variables:
 * colors are literal, and dark ones are set by class.
 */
export function createTheme({ name, accent, overrides, language }: ThemeSource) {
  const direction = directionOf(language);
  const brandColor = overrides.accent ?? accent;
  const design = withChanges(THEME_DESIGNS[name], overrides);
  const palette = createPalette(design, brandColor, "light", overrides);
  const start: "left" | "right" = direction === "rtl" ? "right" : "left";
  const end: "left" | "right" = direction === "rtl" ? "left" : "right";
  const { sidePx, heroPx } = design.space;
  const write: Writer = { design, palette, script: scriptOf(language), start };
  const frame = {
    maxWidth: `${EMAIL_PX}px`,
    tableLayout: "fixed",
    wordBreak: "break-word",
  } as const;
  const isSeamless = palette.hero.ground === palette.card.ground;
  return {
    design,
    direction,
    /** Start and end of a line as left and right, because Outlook does not support CSS's `start`. */
    start,
    end,
    align: design.align === "center" ? ("center" as const) : start,
    footerRuleMargin:
      design.align === "center"
        ? "16px auto"
        : start === "left"
          ? "16px auto 16px 0"
          : "16px 0 16px auto",
    /** Width of a picture across the texts. */
    innerPx: EMAIL_PX - 2 * sidePx,
    page: {
      ...letters(write, "text", palette.card.ink),
      backgroundColor: palette.page.ground,
      fontFamily: design.fonts.body,
      margin: 0,
      padding: `${design.space.pagePx}px 0`,
    },
    frame: {
      ...frame,
      backgroundColor: palette.card.ground,
      borderRadius: cardRadius(design),
      overflow: "hidden",
    },
    header: {
      backgroundColor: palette.header.ground,
      padding: `${design.header.paddingPx}px ${sidePx}px`,
    },
    wordmark: {
      ...letters(write, "wordmark", palette.header.ink),
      textDecoration: "none",
    },
    hero: { backgroundColor: palette.hero.ground, padding: `${heroPx}px ${sidePx}px` },
    /** The opening texts merge into the rest where both have the same background. */
    openHero: isSeamless
      ? { backgroundColor: palette.hero.ground, padding: `${heroPx}px ${sidePx}px 0` }
      : { backgroundColor: palette.hero.ground, padding: `${heroPx}px ${sidePx}px` },
    /** Around a picture below the opening texts. */
    inset: {
      backgroundColor: palette.hero.ground,
      padding: `0 ${sidePx}px ${isSeamless ? 8 : heroPx}px`,
    },
    body: { padding: `${isSeamless ? 0 : 16}px ${sidePx}px ${heroPx}px` },
    /** Without opening texts. */
    wholeBody: { padding: `${heroPx}px ${sidePx}px` },
    footer: {
      ...frame,
      backgroundColor: palette.footer.ground,
      padding: `32px ${sidePx}px`,
    },
    colors: palette,
    zone: {
      hero: zoneStyles(write, "hero"),
      tile: zoneStyles(write, "tile"),
      footer: zoneStyles(write, "footer"),
      tint: zoneStyles(write, "tint"),
      brand: zoneStyles(write, "brand"),
    },
    ...zoneStyles(write, "card"),
    sheet: styleSheet({
      design,
      dark: createPalette(design, brandColor, "dark"),
      script: write.script,
    }),
  };
}

/** The theme with the styles of another background, for the blocks on it. */
export const inZone = (theme: Theme, ground: keyof Theme["zone"]): Theme => ({
  ...theme,
  ...theme.zone[ground],
});

function withChanges(design: ThemeDesign, { font, corners }: ThemeOverrides): ThemeDesign {
  const isSquare = corners === "square";
  return {
    ...design,
    radius: isSquare ? { card: 0, picture: 0, button: 0, tile: 0 } : design.radius,
    fonts:
      font === "sans" ? design.fonts : { ...design.fonts, display: FONTS[font], body: FONTS[font] },
  };
}

/** An attached footer has the lower corners. */
function cardRadius({ radius: { card }, footer }: ThemeDesign): string {
  return footer.isAttached && card > 0 ? `${card}px ${card}px 0 0` : `${card}px`;
}

interface Writer {
  readonly design: ThemeDesign;
  readonly palette: Palette;
  readonly script: Script;
  readonly start: "left" | "right";
}

function letters({ design, script }: Writer, role: TypeRole, color: Hex): Style {
  const { px, linePx, weight, font, spacingPx = 0, isCaps, isItalic } = design.type[role];
  const { body } = design.fonts;
  // Arabic letters are joined, and have neither capitals nor italics; slanted Japanese ones are distorted.
  const isJoined = script === "joined";
  return {
    color,
    ...sizeIn(script, { px, linePx, isCaps }),
    fontWeight: weight,
    ...(font && design.fonts[font] !== body && { fontFamily: design.fonts[font] }),
    ...(spacingPx !== 0 && !isJoined && { letterSpacing: `${spacingPx}px` }),
    ...(isCaps && !isJoined && { textTransform: "uppercase" as const }),
    ...(isItalic && script === "latin" && { fontStyle: "italic" }),
  };
}

const SMALL = { px: 14, linePx: 21 };

/** The styles of blocks on one background. */
function zoneStyles(write: Writer, ground: Ground | SectionGround) {
  const { design, palette } = write;
  const { radius, tile } = design;
  const colors = palette[ground];
  const { ink, soft, line, link, button, onButton } = colors;
  const text = (role: TypeRole, color: Hex = ink) => letters(write, role, color);
  const small = { color: soft, fontSize: `${SMALL.px}px`, lineHeight: `${SMALL.linePx}px` };
  const pictureRadius = { borderRadius: `${radius.picture}px` };
  return {
    ground,
    heading: { ...text("heading"), margin: "0 0 20px" },
    subheading: { ...text("subheading"), margin: "28px 0 16px" },
    paragraph: { ...text("text", soft), margin: "0 0 16px" },
    title: { ...text("title"), textDecoration: "none" },
    detail: text("detail", soft),
    price: text("price"),
    /** A price on a tag. */
    badge: {
      ...text("price", onButton),
      backgroundColor: button,
      borderRadius: `${Math.min(radius.button, 999)}px`,
      display: "inline-block",
      padding: "3px 12px",
      whiteSpace: "nowrap" as const,
    },
    formerPrice: { ...small, textDecoration: "line-through" },
    total: text("total"),
    quote: text("quote"),
    signature: text("signature"),
    small: { ...small, margin: "0 0 10px" },
    link: { color: link, textDecoration: "underline" },
    rule: { borderTop: `1px solid ${line}` },
    section: { borderTop: SECTION_RULES[design.section.rule](colors) },
    separator: separatorStyle(write, colors),
    /** While pictures are off, its alternative text keeps clear of round corners. */
    picture: {
      ...small,
      ...pictureRadius,
      backgroundColor: colors.ground,
      textAlign: "center" as const,
    },
    /** A picture that is missing. */
    blank: { ...small, backgroundColor: line, ...pictureRadius },
    image: { ...small, ...pictureRadius, display: "block", height: "auto" },
    tile: {
      backgroundColor: palette.tile.ground,
      ...(tile.framePx > 0 && { border: `${tile.framePx}px solid ${palette.tile.line}` }),
      borderRadius: `${radius.tile}px`,
      padding: `${tile.framePx > 0 || tile.paddingPx > 0 ? tile.paddingPx : 0}px`,
    },
    coupon: {
      border: `2px dashed ${link}`,
      borderRadius: `${Math.min(radius.tile || radius.picture, 24)}px`,
      padding: "14px 20px",
      textAlign: "center" as const,
    },
    code: { ...text("code"), wordBreak: "break-word" as const },
    button: {
      ...text("button", onButton),
      backgroundColor: button,
      borderRadius: `${radius.button}px`,
      padding: `${design.button.paddingY}px ${design.button.paddingX}px`,
      textAlign: "center" as const,
      textDecoration: "none",
    },
    outlineButton: {
      ...text("button", link),
      border: `1px solid ${link}`,
      borderRadius: `${radius.button}px`,
      fontSize: "14px",
      lineHeight: "20px",
      padding: "9px 18px",
      textDecoration: "none",
    },
  };
}

const SECTION_RULES: Readonly<
  Record<ThemeDesign["section"]["rule"], (colors: GroundColors) => string>
> = {
  none: () => "0",
  thin: ({ line }) => `1px solid ${line}`,
  thick: ({ line }) => `6px solid ${line}`,
  double: ({ line }) => `4px double ${line}`,
  dashed: ({ line }) => `2px dashed ${line}`,
};

function separatorStyle({ design, start }: Writer, { line, link }: GroundColors): Style {
  const centered = { margin: "36px auto", width: "64px" };
  switch (design.separator) {
    case "dots":
      return { ...centered, borderTop: `8px dotted ${link}` };
    case "short":
      return { ...centered, borderTop: `1px solid ${line}` };
    case "thin":
    case "thick":
    case "double":
      return {
        borderTop: SECTION_RULES[design.separator]({ line } as GroundColors),
        margin: "36px 0",
        textAlign: start,
      };
  }
}
