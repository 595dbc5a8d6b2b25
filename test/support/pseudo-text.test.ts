import { expect, test } from "vitest";
import { readTexts, TEXT_FEATURES } from "~/i18n/catalog.server";
import { pseudoText } from "./pseudo-text";

test("lengthens and accents each word", () => {
  expect(pseudoText("Send a test email")).toBe("Šéñdšé áá téštté émáílémá");
});

test("keeps values, tags, formats and quoted braces", () => {
  expect(pseudoText("<b>{name}</b> on {at, date, long}, {share, number, percent}")).toBe(
    "<b>{name}</b> öñö {at, date, long}, {share, number, percent}",
  );
  expect(pseudoText("Add '{shop}'")).toBe("Áddád '{šhöpšh}'");
});

test("lengthens the forms of a plural and of a selection, and keeps their names", () => {
  expect(pseudoText("{count, plural, one {# day} other {# days}}")).toBe(
    "{count, plural, one {# dáýdá} other {# dáýšdá}}",
  );
  expect(pseudoText("{unit, select, day {days} other {hours}}")).toBe(
    "{unit, select, day {dáýšdá} other {höüršhöü}}",
  );
});

test("makes the texts of the admin about half as long again", () => {
  const texts = TEXT_FEATURES.flatMap((feature) => Object.values(readTexts("en", feature)));
  const lengthOf = (all: readonly string[]) =>
    all.join("").replace(/\{[^{}]*\}|[^\p{L}]/gu, "").length;
  const growth = lengthOf(texts.map(pseudoText)) / lengthOf(texts);
  expect(growth).toBeGreaterThan(1.4);
  expect(growth).toBeLessThan(1.6);
});
