import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readThemeSettings } from "~/messages/brand/store-look/read-theme-settings";
import { DAWN_SETTINGS } from "../../../shopify/storefront/theme/dawn-settings";
import { propertyRuns } from "../../../support/property-runs";

const NOTHING = {
  ...{ accent: null, logoFile: null, headingFont: null, emailTheme: null },
  socials: [],
};

const read = (current: unknown, others: object = {}) =>
  readThemeSettings(JSON.stringify({ current, ...others }));
const withSchemes = (...schemes: object[]) =>
  read({
    color_schemes: Object.fromEntries(
      schemes.map((settings, i) => [`scheme-${i + 1}`, { settings }]),
    ),
  });

describe("the settings of a theme", () => {
  test("are read from a Dawn with color schemes, below its comment", () => {
    expect(DAWN_SETTINGS).toMatch(/^\/\*/);
    expect(readThemeSettings(DAWN_SETTINGS)).toEqual({
      accent: "#1f6f54",
      logoFile: "store-logo.png",
      headingFont: { family: "lora", weight: 600 },
      emailTheme: "editorial",
      socials: [
        "https://www.instagram.com/hangingheart.example",
        "https://www.pinterest.com/hangingheart.example",
      ],
    });
  });

  test("are read from a Horizon", () => {
    const primary = { primary: "#000000", primary_button_background: "#B92C18" };
    expect(
      read({
        type_heading_font: "archivo_black_n4",
        color_schemes: { "scheme-1": { settings: { background: "#ffffff", ...primary } } },
      }),
    ).toMatchObject({ accent: "#b92c18", emailTheme: "bold" });
  });

  test("are read from an old theme with flat colors and the logo in its header", () => {
    const header = { type: "header", settings: { logo: "shopify://shop_images/old_logo.jpg" } };
    expect(
      read({ color_button: "#557b97", type_header_font: "arvo_n7", sections: { header } }),
    ).toEqual({
      accent: "#557b97",
      logoFile: "old_logo.jpg",
      headingFont: { family: "arvo", weight: 700 },
      emailTheme: "market",
      socials: [],
    });
  });

  test("are those of a preset that `current` names", () => {
    const presets = { Bright: { colors_accent_1: "#e01f5a", type_header_font: "anton_n4" } };
    expect(read("Bright", { presets })).toMatchObject({ accent: "#e01f5a", emailTheme: "bold" });
    expect(read("Gone", { presets })).toEqual(NOTHING);
    expect(read("constructor", { presets })).toEqual(NOTHING);
  });

  test("may lack any value", () => {
    expect(read({})).toEqual(NOTHING);
    expect(read({ type_header_font: "prata_n4" })).toMatchObject({
      accent: null,
      emailTheme: "luxury",
    });
  });
});

test("the accounts on social networks are those of known networks, one of each, without Shopify's own", () => {
  const { socials } = read({
    social_instagram_link: "https://instagram.com/kettle",
    social_instagram_url: "https://instagram.com/other",
    social_facebook_link: "http://www.facebook.com/kettle",
    social_tiktok_link: "https://www.tiktok.com/@shopify",
    social_youtube_link: "https://www.youtube.com/",
    social_vimeo_link: "https://vimeo.com/kettle",
    social_twitter_link: "javascript:alert(1)",
    social_pinterest_link: { toString: "https://pinterest.com/kettle" },
    share_x_link: "https://x.com/kettle",
  });
  expect(socials).toEqual(["https://instagram.com/kettle", "https://www.facebook.com/kettle"]);
});

describe("the accent", () => {
  test("is the button color of the first scheme that has a colorful one", () => {
    const black = { button: "#121212" };
    expect(withSchemes(black, { button: "#ffffff" }, { button: "#c2410c" }).accent).toBe("#c2410c");
    expect(withSchemes({ button: "#0f766e" }, { button: "#c2410c" }).accent).toBe("#0f766e");
  });

  test("is black or a dark gray only in a theme without colorful buttons", () => {
    expect(withSchemes({ button: "#121212" }, { button: "#FFFFFF" }).accent).toBe("#121212");
  });

  test.each(["#ffffff", "#f3f3f3", "#fffbe6", "#bbbbbb"])("is never %s", (button) => {
    expect(withSchemes({ button }).accent).toBeNull();
  });

  test("is read in Shopify's notations, and null for others", () => {
    expect(withSchemes({ button: "#0A7" }).accent).toBe("#00aa77");
    expect(withSchemes({ button: "#00AA77FF" }).accent).toBe("#00aa77");
    for (const button of ["#00aa7780", "rgba(0,0,0,0)", "teal", "", 7, null, ["#00aa77"]]) {
      expect(withSchemes({ button }).accent).toBeNull();
    }
  });

  test("is not the blue that an old Dawn has by default, nor a color from before its schemes", () => {
    const flat = { colors_accent_1: "#121212", colors_accent_2: "#334FB4" };
    expect(read(flat).accent).toBe("#121212");
    expect(
      read({ ...flat, colors_accent_1: "#c2410c", color_schemes: { "background-1": {} } }).accent,
    ).toBeNull();
  });
});

describe("content that is not a theme's settings", () => {
  test.each([
    ["nothing", ""],
    ["no JSON", "<html>"],
    ["a comment without an end", '/* {"current": {}}'],
    ["null", "null"],
    ["a list", "[1]"],
    ["values of other types", '{"current": {"logo": {}, "type_header_font": 3, "sections": []}}'],
    ["schemes of other types", '{"current": {"color_schemes": [1, "x", null]}}'],
    ["a scheme of another type", '{"current": {"color_schemes": {"a": null, "b": 3}}}'],
    ["a prototype", '{"current": {"__proto__": {"logo": "shopify://shop_images/a.png"}}}'],
    ["very deep lists", `{"current": ${"[".repeat(500_000)}`],
    ["more than a theme has", `{"current": {"color_button": "#c2410c"}}${" ".repeat(2_000_000)}`],
  ])("has no look: %s", (_what, content) => {
    expect(readThemeSettings(content)).toEqual(NOTHING);
  });

  test.each([
    "https://evil.example/logo.png",
    "shopify://shop_images/../admin",
    'shopify://shop_images/a" OR filename:"b.png',
    "shopify://shop_images/",
    `shopify://shop_images/${"a".repeat(256)}`,
    "shopify://products/a.png",
  ])("has no logo: %s", (logo) => {
    expect(read({ logo }).logoFile).toBeNull();
  });

  test("never fails, and gives only values of the promised form", () => {
    const json = fc.jsonValue({ maxDepth: 4 });
    const keys = fc.constantFrom("logo", "color_schemes", "sections", "type_header_font");
    fc.assert(
      fc.property(fc.oneof(fc.dictionary(keys, json), json), (current) => {
        const { accent, logoFile } = read(current);
        expect(accent ?? "#000000").toMatch(/^#[0-9a-f]{6}$/);
        expect(logoFile ?? "a").toMatch(/^[^"/\s]+$/);
      }),
      { numRuns: propertyRuns(200) },
    );
  });
});
