import { DEFAULT_THEME, type ThemeName } from "../../theme/designs/themes";

/** A font of Shopify's library, as themes name it: "playfair_display_n7" is Playfair Display, normal, 700. */
export interface ShopifyFont {
  /** "playfair_display" */
  readonly family: string;
  /** 100 to 900 */
  readonly weight: number;
}

/** From this weight headings look heavy. */
const HEAVY = 800;

/** Families by their character, where the name does not say it. */
const FAMILIES: Readonly<Partial<Record<ThemeName, string>>> = {
  luxury: `abril_fatface bellefair cinzel cormorant cormorant_garamond cormorant_infant gilda_display
    italiana libre_caslon_display marcellus old_standard_tt playfair playfair_display prata vidaloka`,
  editorial: `alegreya alike americana amiri arapey cardo crimson_pro crimson_text domine fanwood_text
    fraunces frank_ruhl_libre gelasio georgia gupter inknut_antiqua
    lora lustria merriweather neuton newsreader ovo quattrocento rufina sorts_mill_goudy spectral
    tinos trirong unna vollkorn volkhov`,
  market: `aleo arvo bitter bree_serif copse coustard crete_round patua_one rokkitt`,
  playful: `baloo_2 bubblegum_sans chewy comfortaa fredoka fredoka_one lobster nunito pacifico poetsen_one quicksand
    sniglet`,
  bold: `anton bebas_neue bowlby_one fjalla_one league_gothic oswald passion_one teko`,
};

const THEME_OF_FAMILY: ReadonlyMap<string, ThemeName> = new Map(
  Object.entries(FAMILIES).flatMap(([theme, families]) =>
    families.split(/\s+/).map((family) => [family, theme as ThemeName] as const),
  ),
);

/** Names that say the character, from the most specific on. */
const NAME_PARTS: readonly (readonly [part: RegExp, theme: ThemeName])[] = [
  [/slab/, "market"],
  [/round/, "playful"],
  [/didot|bodoni/, "luxury"],
  [/(?<!sans_)serif|garamond|baskerville|caslon|roman/, "editorial"],
  [/black|condensed/, "bold"],
];

/**
 * The email theme whose headlines resemble a heading font: high-contrast serifs luxury, other serifs editorial, slab
 * serifs market, rounded letters playful, heavy or condensed ones bold; the default theme for all others.
 *
 * @see https://shopify.dev/docs/storefronts/themes/architecture/settings/fonts
 */
export function suggestEmailTheme({ family, weight }: ShopifyFont): ThemeName {
  const known = THEME_OF_FAMILY.get(family) ?? NAME_PARTS.find(([part]) => part.test(family))?.[1];
  return known ?? (weight >= HEAVY ? "bold" : DEFAULT_THEME);
}
