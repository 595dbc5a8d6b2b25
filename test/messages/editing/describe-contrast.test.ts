import { expect, test } from "vitest";
import { describeContrast } from "~/messages/editing/describe-contrast";
import { BRAND_THEME } from "~/messages/theme/palette";

const words = (field: "accent" | "page" | "card", color: string | null) =>
  describeContrast(field, { ...BRAND_THEME, [field]: color });

test("a color of the shop's brand is not checked", () => {
  expect(words("accent", null)).toBe("Such as #1f6f54; empty: the usual one.");
});

test("measures an accent against the background of the texts", () => {
  expect(words("accent", "#1f6f54")).toBe(
    "Contrast with the ground below the texts is 6.1 to 1: easy to read.",
  );
  expect(words("accent", "#ffd54f")).toContain(
    "less than 4.5: links and labels are shown in a shade",
  );
  expect(
    describeContrast("accent", { ...BRAND_THEME, accent: "#ffd54f", card: "#101010" }),
  ).toContain("easy to read");
});

test("measures a background against the text on it", () => {
  expect(words("card", "#ffffff")).toContain("easy to read");
  expect(words("page", "#fafafa")).toContain("Contrast with the footer");
});

test("reports a background on which the footer is unreadable", () => {
  expect(words("page", "#5c616b")).toContain("takes its place");
});
