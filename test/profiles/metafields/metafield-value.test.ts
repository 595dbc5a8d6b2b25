import { describe, expect, test } from "vitest";
import { metafieldReadingOf, metafieldRefusalOf } from "~/profiles/metafields/followed-metafield";
import { readMetafieldValue } from "~/profiles/metafields/metafield-value";

describe("a metafield's value as a property stores it", () => {
  test.each<[string, string, string | null]>([
    ["single_line_text_field", "Gold", "Gold"],
    ["single_line_text_field", "x".repeat(256), null],
    ["single_line_text_field", "", null],
    ["number_integer", "-12", "-12"],
    ["number_decimal", "12.50", "12.50"],
    ["number_decimal", "1e400", null],
    ["boolean", "true", "true"],
    ["boolean", "yes", null],
    ["date", "2026-03-01", "2026-03-01"],
    ["date", "1 March", null],
    ["date_time", "2026-03-01T10:00:00+02:00", "2026-03-01T08:00:00.000Z"],
    ["date_time", "soon", null],
    ["list.single_line_text_field", '["Tea","Coffee"]', "Tea\nCoffee"],
    ["list.single_line_text_field", '["Tea\\nCoffee","Milk"]', "Milk"],
    ["list.number_integer", "[3,4]", "3\n4"],
    ["list.date", '["2026-03-01","?"]', "2026-03-01"],
    ["list.date", "not a list", null],
    ["list.single_line_text_field", "[]", null],
    ["json", "{}", null],
  ])("%s %j → %j", (type, value, expected) => {
    expect(readMetafieldValue(type, value)).toBe(expected);
  });

  test("keeps those entries of a long list that the index can take", () => {
    const words = Array.from({ length: 128 }, (_, i) => `entry ${i} ${"é".repeat(20)}`);
    const stored = readMetafieldValue("list.single_line_text_field", JSON.stringify(words)) ?? "";
    expect(Buffer.byteLength(stored)).toBeLessThanOrEqual(2_000);
    expect(stored.split("\n").length).toBeGreaterThan(30);
  });
});

test("types that segments cannot compare have a reason", () => {
  const refused = {
    ...{ multi_line_text_field: "long_text", rich_text_field: "long_text", json: "other" },
    ...{ product_reference: "reference", "list.product_reference": "reference", money: "unit" },
  };
  for (const [type, because] of Object.entries(refused)) {
    expect(metafieldReadingOf(type)).toBeNull();
    expect(metafieldRefusalOf(type)).toBe(because);
  }
});
