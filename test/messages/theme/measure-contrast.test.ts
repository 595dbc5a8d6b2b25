import { expect, test } from "vitest";
import { measureContrast } from "~/messages/theme/measure-contrast";
import { NO_OVERRIDES } from "~/messages/theme/theme-overrides";

const SHOP = { theme: "minimal", accent: "#1f6f54" } as const;

const measure = (field: "accent" | "page" | "card", color: string | null) =>
  measureContrast(field, { ...NO_OVERRIDES, [field]: color }, SHOP);

test("a color of the shop's brand is not checked", () => {
  expect(measure("accent", null)).toEqual({ is: "none" });
});

test("measures an accent against the background of the texts", () => {
  expect(measure("accent", "#1f6f54")).toMatchObject({ is: "good" });
  expect(measure("accent", "#ffd54f")).toMatchObject({ is: "adjusted" });
  const onDark = { ...NO_OVERRIDES, accent: "#ffd54f", card: "#101010" };
  expect(measureContrast("accent", onDark, SHOP)).toMatchObject({ is: "good" });
});

test("measures a background against the text on it", () => {
  expect(measure("card", "#ffffff")).toMatchObject({ is: "good" });
  expect(measure("page", "#fafafa")).toHaveProperty("ratio");
});

test("measures against the theme's own background", () => {
  const onPaper = measureContrast("accent", { ...NO_OVERRIDES, accent: "#767676" }, SHOP);
  const luxury = { theme: "luxury", accent: "#1f6f54" } as const;
  expect(onPaper).toMatchObject({ is: "good" });
  expect(measureContrast("accent", { ...NO_OVERRIDES, accent: "#767676" }, luxury)).toMatchObject({
    is: "adjusted",
  });
});
