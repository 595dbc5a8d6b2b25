import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CUSTOM_NAME, meetsPropertyFilter, type CustomProperties } from "~/events/custom-event";

const meets = (
  properties: CustomProperties,
  comparison: "is" | "at_least" | "at_most",
  value: string,
) => meetsPropertyFilter(properties, { property: "rating", comparison, value });

describe("a filter by a property of a custom event", () => {
  test.each([
    [{ rating: 5 }, "is", "5", true],
    [{ rating: "Gold" }, "is", "gold", true],
    [{ rating: true }, "is", "true", true],
    [{ rating: "" }, "is", "", true],
    [{ rating: 4 }, "at_least", "4", true],
    [{ rating: "4.5" }, "at_least", "4", true],
    [{ rating: 3 }, "at_least", "4", false],
    [{ rating: 2 }, "at_most", "2", true],
    [{ rating: "many" }, "at_least", "4", false],
    [{ rating: "" }, "at_most", "2", false],
    [{ rating: true }, "at_least", "1", false],
    [{ stars: 5 }, "is", "5", false],
  ] as const)("of %j: %s %s is %s", (properties, comparison, value, expected) => {
    expect(meets(properties, comparison, value)).toBe(expected);
  });

  test("does not find inherited names", () => {
    const filter = { property: "constructor", comparison: "is", value: String(Object) } as const;
    expect(meetsPropertyFilter({}, filter)).toBe(false);
  });

  test("says of a number and a bound what numbers say", () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(number, number, (rating, bound) => {
        expect(meets({ rating }, "at_least", String(bound))).toBe(rating >= bound);
        expect(meets({ rating }, "at_most", String(bound))).toBe(rating <= bound);
      }),
    );
  });
});

test.each(["rating", "a", "tier_2"])("%s is a name", (name) => {
  expect(CUSTOM_NAME.test(name)).toBe(true);
});

test.each(["", "Rating", "2nd", "a-b", "a.b", "__proto__", "a".repeat(65)])(
  "%j is no name",
  (name) => {
    expect(CUSTOM_NAME.test(name)).toBe(false);
  },
);
