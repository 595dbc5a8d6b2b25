/** A color as `#rrggbb`, lower case. */
type Hex = string;

/** A color: literal, the shop's own ("accent"), or a share (0 to 1) of the shop's own on another color. */
export type Paint = Hex | { readonly accent: number; readonly on: Hex };

/** The backgrounds of an email, from top to bottom; a tile is one product of a grid. */
export const GROUNDS = ["page", "header", "hero", "card", "tile", "footer"] as const;
export type Ground = (typeof GROUNDS)[number];

/** Backgrounds of sections, which follow from the card and the shop's color: a tint, and the color itself. */
export const SECTION_GROUNDS = ["tint", "brand"] as const;
export type SectionGround = (typeof SECTION_GROUNDS)[number];

/**
 * The colors of one scheme. Texts, links and buttons are adjusted to each background until they are readable, so a
 * shop's color never makes an email unreadable.
 */
export interface Scheme extends Readonly<Record<Ground, Paint>> {
  readonly ink: Hex;
  /** Share of the background in muted text. */
  readonly softness: number;
  /** Share of the text color in rules and frames. */
  readonly lineStrength: number;
  readonly button: "accent" | "ink";
}

interface TypeStyle {
  readonly px: number;
  readonly linePx: number;
  readonly weight: 400 | 500 | 600 | 700 | 900;
  readonly font?: "display" | "script";
  /** Ignored in Arabic, whose letters are joined. */
  readonly spacingPx?: number;
  readonly isCaps?: boolean;
  readonly isItalic?: boolean;
}

export type TypeRole =
  | "wordmark"
  | "heading"
  | "subheading"
  | "text"
  | "title"
  | "price"
  | "detail"
  | "total"
  | "code"
  | "button"
  | "quote"
  | "signature";

/**
 * How a theme looks: one value per theme. The shop's color and logo, and an email's own changes, fill it
 * (theme.ts); the blocks read the result.
 */
export interface ThemeDesign {
  /** `script`: looks handwritten; readers without such a font see their own cursive one. */
  readonly fonts: Readonly<Record<"display" | "body" | "script", string>>;
  readonly type: Readonly<Record<TypeRole, TypeStyle>>;
  /** Sizes on phones. */
  readonly phone: { readonly headingPx: number; readonly headingLinePx: number };
  readonly space: {
    /** Above and below the email. */
    readonly pagePx: number;
    /** Beside the texts, and on phones. */
    readonly sidePx: number;
    readonly phoneSidePx: number;
    /** Above and below the opening texts. */
    readonly heroPx: number;
    /** Above a section. */
    readonly sectionPx: number;
    /** Between two products. */
    readonly gapPx: number;
  };
  /** Of everything but longer texts, and what stands beside a picture. */
  readonly align: "start" | "center";
  readonly header: {
    /** `above`: on the page, outside the card. */
    readonly place: "inside" | "above";
    readonly look: "plain" | "pill" | "ruled" | "awning";
    readonly paddingPx: number;
  };
  readonly hero: {
    readonly look: "plain" | "rule" | "frame" | "dots";
    /** The picture below the opening texts: as wide as the email, or with margins and round corners. */
    readonly picture: "bleed" | "inset";
  };
  readonly section: { readonly rule: "none" | "thin" | "thick" | "double" | "dashed" };
  readonly tile: {
    /** Its frame; 0: none. */
    readonly framePx: number;
    /** Around its texts; 0: its texts line up with its picture. */
    readonly paddingPx: number;
    readonly isBadge: boolean;
  };
  readonly separator: "thin" | "thick" | "double" | "dots" | "short";
  readonly radius: Readonly<Record<"card" | "picture" | "button" | "tile", number>>;
  readonly button: {
    readonly paddingY: number;
    readonly paddingX: number;
    readonly isWide: boolean;
  };
  readonly footer: { readonly isAttached: boolean };
  readonly light: Scheme;
  readonly dark: Scheme;
}
