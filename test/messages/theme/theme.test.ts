import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contrastRatio } from "~/messages/brand/accent";
import { createPalette } from "~/messages/theme/palette";
import { createTheme } from "~/messages/theme/theme";
import { GROUNDS, SECTION_GROUNDS } from "~/messages/theme/designs/theme-design";
import { NO_OVERRIDES } from "~/messages/theme/theme-overrides";
import { THEME_DESIGNS, THEME_NAMES } from "~/messages/theme/designs/themes";
import { propertyRuns } from "../../support/property-runs";

const color = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, "0")}`);

describe.each(THEME_NAMES)("%s", (name) => {
  const design = THEME_DESIGNS[name];

  test.each(["light", "dark"] as const)("is readable in any color, %s", (scheme) => {
    fc.assert(
      fc.property(color, fc.option(color), fc.option(color), (accent, page, card) => {
        const palette = createPalette(design, accent, scheme, { page, card });
        for (const ground of [...GROUNDS, ...SECTION_GROUNDS]) {
          const on = palette[ground];
          for (const text of [on.ink, on.soft, on.link]) {
            expect(contrastRatio(text, on.ground)).toBeGreaterThanOrEqual(4.5);
          }
          expect(contrastRatio(on.button, on.onButton)).toBeGreaterThanOrEqual(4.5);
        }
      }),
      { numRuns: propertyRuns(1_000) },
    );
  });

  test("shows the shop's color", () => {
    for (const scheme of ["light", "dark"] as const) {
      const green = createPalette(design, "#1f6f54", scheme);
      expect(green).not.toEqual(createPalette(design, "#c8372d", scheme));
    }
  });

  test("has no text below 14 pixels, and grows its headings with their importance", () => {
    const { type, phone } = design;
    const sizes = Object.values(type).map(({ px }) => px);
    expect(Math.min(...sizes, phone.headingPx)).toBeGreaterThanOrEqual(14);
    expect(type.heading.px).toBeGreaterThan(type.subheading.px);
    expect(phone.headingPx).toBeGreaterThan(type.text.px);
    for (const { px, linePx } of Object.values(type)) expect(linePx / px).toBeGreaterThan(0.95);
  });

  test("names fonts that a style attribute can hold", () => {
    for (const font of Object.values(design.fonts).flatMap((list) => list.split(", "))) {
      // A word that begins with a digit would make an email client drop the whole list.
      expect(font).toMatch(/^[A-Za-z][\w-]*( [A-Za-z][\w-]*)*$/);
    }
  });

  test("neither spaces nor slants the joined letters of Arabic", () => {
    const theme = createTheme({
      ...{ name, accent: "#1f6f54", overrides: NO_OVERRIDES },
      language: "ar",
    });
    const { sheet: _, ...styles } = theme;
    const { design: __, ...written } = styles;
    expect(JSON.stringify(written)).not.toMatch(/letterSpacing|fontStyle|textTransform/);
  });

  test.each(["ar", "ja"])(
    "has no smaller letters than Latin ones, and room for them, in %s",
    (language) => {
      const source = { name, accent: "#1f6f54", overrides: NO_OVERRIDES } as const;
      const latin = createTheme({ ...source, language: "en" });
      const theme = createTheme({ ...source, language });
      for (const role of ["heading", "subheading", "title", "button"] as const) {
        const { fontSize, lineHeight } = theme[role];
        const px = Number.parseFloat(String(fontSize));
        expect(px).toBeGreaterThanOrEqual(Number.parseFloat(String(latin[role].fontSize)));
        // Small capitals have no counterpart.
        expect(px).toBeGreaterThan(15);
        if (language === "ar") {
          expect(Number.parseFloat(String(lineHeight)) / px).toBeGreaterThanOrEqual(1.35);
        }
      }
    },
  );

  test("does not slant Japanese letters", () => {
    const theme = createTheme({
      ...{ name, accent: "#1f6f54", overrides: NO_OVERRIDES },
      language: "ja",
    });
    const { design: _, ...written } = theme;
    expect(JSON.stringify(written)).not.toContain("fontStyle");
  });

  test("takes an email's own font, corners and backgrounds", () => {
    const overrides = {
      ...NO_OVERRIDES,
      ...({ page: "#102030", card: "#fafafa", font: "serif", corners: "square" } as const),
    };
    const theme = createTheme({ name, accent: "#1f6f54", overrides, language: "en" });
    expect(theme.frame.backgroundColor).toBe("#fafafa");
    expect(theme.page.fontFamily).toMatch(/^Georgia/);
    expect(theme.button.borderRadius).toBe("0px");
    expect(JSON.stringify(theme)).not.toContain(design.fonts.display.slice(0, 20));
  });
});

test("the themes differ in more than colors", () => {
  const traits = THEME_NAMES.map((name) => {
    const { header, hero, section, separator, tile, radius, fonts } = THEME_DESIGNS[name];
    return JSON.stringify([header.look, hero.look, section, separator, tile, radius, fonts]);
  });
  expect(new Set(traits).size).toBe(THEME_NAMES.length);
});
