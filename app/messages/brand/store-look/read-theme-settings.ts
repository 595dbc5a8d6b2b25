import type { ThemeName } from "../../theme/designs/themes";
import { contrastRatio, TEXT_RATIO, type Hex } from "../accent";
import { findSocialNetwork, MAX_SOCIAL_ACCOUNTS, type SocialNetwork } from "../social-accounts";
import { suggestEmailTheme, type ShopifyFont } from "./suggest-email-theme";

/** What the settings of an online store's theme say about the store's look. Null: nothing usable. */
export interface StoreLook {
  /** The color of buttons. */
  readonly accent: Hex | null;
  /** The logo's name among the shop's files, such as "logo.png". */
  readonly logoFile: string | null;
  readonly headingFont: ShopifyFont | null;
  /** The email theme that suits the heading font. */
  readonly emailTheme: ThemeName | null;
  /** The store's accounts on social networks. */
  readonly socials: readonly string[];
}

type Settings = Readonly<Record<string, unknown>>;

const NOTHING: StoreLook = {
  ...{ accent: null, logoFile: null, headingFont: null, emailTheme: null },
  socials: [],
};

/** Far above the settings of real themes, which have a few hundred kilobytes at most. */
const MAX_CHARS = 2_000_000;

// The names of settings are each theme's own: these are from Shopify's themes and common ones of other developers.
const SCHEME_BUTTON_KEYS = ["button", "primary_button_background", "button_background"];
const SCHEME_ACCENT_KEYS = ["primary", "accent", "secondary_button_label"];
/** In themes without color schemes. */
const FLAT_COLOR_KEYS = [
  "color_button",
  "colors_accent_1",
  "primary_button_background",
  "button_background",
  "color_primary",
  "accent_color",
  "color_accent",
  "colors_accent_2",
];
const FONT_KEYS = [
  "type_header_font",
  "type_heading_font",
  "heading_font",
  "header_font",
  "type_header_font_family",
  "font_heading",
];

/** The second accent of an unchanged Dawn before version 11, which its stores hardly show. */
const UNCHOSEN_COLOR: Hex = "#334fb4";

/**
 * Reads the look of a store from `config/settings_data.json` of its theme. The file is the merchant's, or another
 * app's, so nothing in it is trusted: a value of an unexpected shape counts as missing.
 *
 * The accent is the first colorful button color: of the first color scheme, then its other accents, then the other
 * schemes. Grays and colors that are invisible on white are skipped; a dark gray or black is used if no color is left.
 *
 * @param content JSON, which may begin with a comment
 * @see https://shopify.dev/docs/storefronts/themes/architecture/config/settings-data-json
 */
export function readThemeSettings(content: string): StoreLook {
  const settings = currentSettings(content);
  if (settings === null) return NOTHING;
  const headingFont = firstOf(FONT_KEYS, settings, readFont);
  return {
    accent: chooseAccent(settings),
    logoFile: readLogo(settings),
    headingFont,
    emailTheme: headingFont && suggestEmailTheme(headingFont),
    socials: readSocials(settings),
  };
}

/** The values in use: an object, or the name of a preset. */
function currentSettings(content: string): Settings | null {
  if (content.length > MAX_CHARS) return null;
  let data: unknown;
  try {
    data = JSON.parse(withoutComment(content));
  } catch {
    return null;
  }
  const current = entryOf(data, "current");
  const values = typeof current === "string" ? entryOf(entryOf(data, "presets"), current) : current;
  return isSettings(values) ? values : null;
}

/** Shopify writes a comment above generated files. */
function withoutComment(content: string): string {
  const text = content.trimStart();
  const end = text.indexOf("*/");
  return text.startsWith("/*") && end > 0 ? text.slice(end + 2) : text;
}

function chooseAccent(settings: Settings): Hex | null {
  const colors = listColors(settings).filter((color) => contrastRatio(color, "#ffffff") >= VISIBLE);
  const colorful = colors.find(isColorful);
  return colorful ?? colors.find((color) => contrastRatio(color, "#ffffff") >= TEXT_RATIO) ?? null;
}

/** The contrast on white from which a button is visible, as in emails (theme/palette.ts). */
const VISIBLE = 1.4;

/** The colors that may be the shop's own, the best first. */
function listColors(settings: Settings): Hex[] {
  const schemes = entryOf(settings, "color_schemes");
  if (!isSettings(schemes)) {
    return colorsIn(settings, FLAT_COLOR_KEYS).filter((color) => color !== UNCHOSEN_COLOR);
  }
  const [first, ...others] = Object.values(schemes).map((scheme) => entryOf(scheme, "settings"));
  return [
    ...colorsIn(first, [...SCHEME_BUTTON_KEYS, ...SCHEME_ACCENT_KEYS]),
    ...others.flatMap((scheme) => colorsIn(scheme, SCHEME_BUTTON_KEYS)),
  ];
}

const colorsIn = (settings: unknown, keys: readonly string[]): Hex[] =>
  keys.flatMap((key) => readColor(entryOf(settings, key)) ?? []);

/** `#rgb` and `#rrggbb`, also with full opacity. */
function readColor(value: unknown): Hex | null {
  if (typeof value !== "string") return null;
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})(?:ff)?$/i.exec(value)?.[1]?.toLowerCase();
  if (digits === undefined) return null;
  return digits.length === 3 ? `#${digits.replace(/./g, "$&$&")}` : `#${digits}`;
}

/** The difference of the largest and the smallest channel, of 255, below which a color is a gray. */
const MIN_CHROMA = 40;

function isColorful(color: Hex): boolean {
  const channels = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  return Math.max(...channels) - Math.min(...channels) >= MIN_CHROMA;
}

/** Older themes have the logo in their header's section. */
function readLogo(settings: Settings): string | null {
  const header = entryOf(entryOf(entryOf(settings, "sections"), "header"), "settings");
  return readFileName(entryOf(settings, "logo")) ?? readFileName(entryOf(header, "logo"));
}

function readFileName(value: unknown): string | null {
  if (typeof value !== "string") return null;
  return /^shopify:\/\/shop_images\/([\p{L}\p{N}_.-]{1,255})$/u.exec(value)?.[1] ?? null;
}

/** Accounts in the settings that Shopify's themes call `social_instagram_link`; of each network one. */
function readSocials(settings: Settings): readonly string[] {
  const found = new Map<SocialNetwork, string>();
  for (const [name, value] of Object.entries(settings)) {
    if (!/^social_/.test(name) || typeof value !== "string") continue;
    const url = value.trim().replace(/^http:/i, "https:");
    const network = findSocialNetwork(url);
    if (network !== null && !found.has(network) && !EXAMPLE_ACCOUNT.test(url)) {
      found.set(network, url);
    }
  }
  return [...found.values()].slice(0, MAX_SOCIAL_ACCOUNTS);
}

/** Themes come with Shopify's own accounts. */
const EXAMPLE_ACCOUNT = /\/@?shopify\/?$/i;

/** @returns null for the formats of themes from before Shopify's font library */
function readFont(value: unknown): ShopifyFont | null {
  if (typeof value !== "string") return null;
  const [, family, weight] = /^([a-z0-9_]{1,60})_[nio]([1-9])$/.exec(value) ?? [];
  return family && weight ? { family, weight: Number(weight) * 100 } : null;
}

function firstOf<T>(
  keys: readonly string[],
  settings: Settings,
  read: (value: unknown) => T | null,
): T | null {
  for (const key of keys) {
    const found = read(entryOf(settings, key));
    if (found !== null) return found;
  }
  return null;
}

const isSettings = (value: unknown): value is Settings =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** An object's own entry; undefined for anything else. */
const entryOf = (value: unknown, key: string): unknown =>
  isSettings(value) && Object.hasOwn(value, key) ? value[key] : undefined;
