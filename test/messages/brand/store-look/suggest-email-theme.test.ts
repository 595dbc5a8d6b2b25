import fc from "fast-check";
import { expect, test } from "vitest";
import { suggestEmailTheme } from "~/messages/brand/store-look/suggest-email-theme";
import { THEME_NAMES } from "~/messages/theme/designs/themes";
import { propertyRuns } from "../../../support/property-runs";

test.each([
  ["playfair_display", 400, "luxury"],
  ["cormorant", 300, "luxury"],
  ["bodoni_moda", 400, "luxury"],
  ["libre_caslon_display", 400, "luxury"],
  ["libre_caslon_text", 400, "editorial"],
  ["lora", 600, "editorial"],
  ["source_serif_pro", 400, "editorial"],
  ["eb_garamond", 400, "editorial"],
  ["roboto_slab", 700, "market"],
  ["josefin_slab", 400, "market"],
  ["fredoka", 400, "playful"],
  ["m_plus_rounded_1c", 400, "playful"],
  ["anton", 400, "bold"],
  ["archivo_black", 400, "bold"],
  ["barlow_condensed", 500, "bold"],
  ["montserrat", 900, "bold"],
  ["montserrat", 700, "minimal"],
  ["assistant", 400, "minimal"],
  ["sans_serif", 400, "minimal"],
  ["nunito_sans", 400, "minimal"],
  ["quattrocento_sans", 400, "minimal"],
  ["a_font_of_tomorrow", 400, "minimal"],
])("suggests for %s at %i the theme %s", (family, weight, theme) => {
  expect(suggestEmailTheme({ family, weight })).toBe(theme);
});

test("knows a theme for any family", () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 9 }), (family, hundreds) => {
      expect(THEME_NAMES).toContain(suggestEmailTheme({ family, weight: hundreds * 100 }));
    }),
    { numRuns: propertyRuns(100) },
  );
});
