import { expect, test } from "vitest";
import { measureContrast } from "~/messages/theme/measure-contrast";
import { BRAND_THEME } from "~/messages/theme/palette";

const measure = (field: "accent" | "page" | "card", color: string | null) =>
  measureContrast(field, { ...BRAND_THEME, [field]: color });

test("a color of the shop's brand is not checked", () => {
  expect(measure("accent", null)).toEqual({ is: "none" });
});

test("measures an accent against the background of the texts", () => {
  expect(measure("accent", "#1f6f54")).toMatchObject({ is: "good" });
  expect(measure("accent", "#ffd54f")).toMatchObject({ is: "adjusted" });
  const onDark = { ...BRAND_THEME, accent: "#ffd54f", card: "#101010" };
  expect(measureContrast("accent", onDark)).toMatchObject({ is: "good" });
});

test("measures a background against the text on it", () => {
  expect(measure("card", "#ffffff")).toMatchObject({ is: "good" });
  expect(measure("page", "#fafafa")).toHaveProperty("ratio");
});

test("reports a background on which the footer is unreadable", () => {
  expect(measure("page", "#5c616b")).toEqual({ is: "replaced" });
});
