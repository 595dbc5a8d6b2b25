import {
  contrastRatio,
  increaseContrast,
  mixColors,
  shadesOn,
  TEXT_RATIO,
  type Hex,
} from "../brand/accent";
import {
  GROUNDS,
  type Ground,
  type Paint,
  type Scheme,
  type SectionGround,
  type ThemeDesign,
} from "./designs/theme-design";
import type { ThemeOverrides } from "./theme-overrides";

/** A background and what is on it. Texts, links and button labels have at least 4.5:1. */
export interface GroundColors {
  readonly ground: Hex;
  readonly ink: Hex;
  readonly soft: Hex;
  readonly link: Hex;
  readonly line: Hex;
  readonly button: Hex;
  readonly onButton: Hex;
}

export type Palette = Readonly<Record<Ground | SectionGround, GroundColors>>;

// On white the label provides the contrast, so a light brand color may stay light; on a dark card a dark button would
// be invisible.
const BUTTON_RATIO = { light: 1.4, dark: 3 } as const;

/** Share of the shop's color in the tint of a section. */
const TINT_SHARE = { light: 0.14, dark: 0.24 } as const;

/** The colors of a theme's scheme for a shop's color. An email's own backgrounds are those of the light scheme. */
export function createPalette(
  design: ThemeDesign,
  accent: Hex,
  scheme: "light" | "dark",
  overrides: Pick<ThemeOverrides, "page" | "card"> = { page: null, card: null },
): Palette {
  const colors = design[scheme];
  const paints = scheme === "light" ? withOverrides(colors, overrides) : colors;
  const on = (ground: Hex) => colorsOn(ground, colors, accent, BUTTON_RATIO[scheme]);
  const entries = GROUNDS.map((name) => [name, on(mixPaint(paints[name], accent))] as const);
  const palette = Object.fromEntries(entries) as Record<Ground, GroundColors>;
  const tint = mixColors(palette.card.ground, accent, TINT_SHARE[scheme]);
  return { ...palette, tint: on(tint), brand: on(accent) };
}

/** What had the background of the card or the page keeps having it. */
function withOverrides(
  colors: Scheme,
  { page, card }: Pick<ThemeOverrides, "page" | "card">,
): Readonly<Record<Ground, Paint>> {
  const replace = (paint: Paint): Paint => {
    if (same(paint, colors.card)) return card ?? paint;
    return same(paint, colors.page) ? (page ?? paint) : paint;
  };
  const others = Object.fromEntries(GROUNDS.map((name) => [name, replace(colors[name])]));
  return { ...(others as Record<Ground, Paint>), page: page ?? colors.page };
}

const same = (a: Paint, b: Paint) => JSON.stringify(a) === JSON.stringify(b);

function mixPaint(paint: Paint, accent: Hex): Hex {
  if (paint === "accent") return accent;
  return typeof paint === "string" ? paint : mixColors(paint.on, accent, paint.accent);
}

function colorsOn(ground: Hex, scheme: Scheme, accent: Hex, buttonRatio: number): GroundColors {
  const ink = inkOn(ground, scheme.ink);
  const soft = increaseContrast(mixColors(ink, ground, scheme.softness), ground, TEXT_RATIO);
  const shades = shadesOn(accent, ground, buttonRatio);
  const isOfInk =
    scheme.button === "ink" || contrastRatio(shades.button, ground) < BUTTON_RATIO.light;
  return {
    ground,
    ink,
    soft,
    link: contrastRatio(accent, ground) < BUTTON_RATIO.light ? ink : shades.link,
    line: mixColors(ground, ink, scheme.lineStrength),
    button: isOfInk ? ink : shades.button,
    onButton: isOfInk ? ground : shades.onButton,
  };
}

/** The theme's text color where it is readable, otherwise black or white: one of them always is. */
function inkOn(ground: Hex, ink: Hex): Hex {
  if (contrastRatio(ink, ground) >= 7) return ink;
  const [best] = ["#ffffff", "#0c0c0d", "#000000"].filter(
    (color) => contrastRatio(color, ground) >= TEXT_RATIO,
  );
  return best ?? "#000000";
}
