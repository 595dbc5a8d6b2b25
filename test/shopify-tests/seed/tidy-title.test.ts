import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tidyTitle } from "../../shopify/seed/tidy-title";

describe("tidyTitle", () => {
  test.each([
    ["WHITE HANGING HEART T-LIGHT HOLDER", "White hanging heart T-light holder"],
    ["S/4 PINK FLOWER CANDLES IN BOWL", "Set of 4 pink flower candles in bowl"],
    ["SPOTS DESIGN MUG W PINK INSIDE", "Spots design mug with pink inside"],
    ["KEY FOB , BACK DOOR ", "Key fob, back door"],
    ["LUNCH BOX I LOVE LONDON", "Lunch box I love London"],
    ["HAND WARMER UNION JACK", "Hand warmer Union Jack"],
    ["HANGING GLASS ETCHED TEALIGHT", "Hanging glass etched T-light"],
    ["BEADED CRYSTAL HEART PINK\\ON STICK", "Beaded crystal heart pink on stick"],
    ["", ""],
  ])("turns %j into %j", (description, title) => {
    expect(tidyTitle(description)).toBe(title);
  });

  test("leaves a tidy title as it is", () => {
    fc.assert(
      fc.property(fc.string(), (description) => {
        const once = tidyTitle(description);
        expect(tidyTitle(once)).toBe(once);
      }),
    );
  });
});
