import { expect, test } from "vitest";
import { applyFilters, parseMerge } from "~/messages/merge/merge-grammar";
import { textPaths } from "~/messages/merge/merge-paths";
import { writeValue } from "~/messages/merge/write-value";

const PATHS = textPaths(true);

/** What a reader sees of a text with one value. */
function read(text: string, value: string | null): string {
  const parsed = parseMerge(text, PATHS);
  if (parsed.kind === "refused") throw new Error(parsed.problem.code);
  return parsed.parts
    .map((part) => (typeof part === "string" ? part : applyFilters(value, part.filters)))
    .join("");
}

test.each(["Hi", "Hallo", "Bonjour", "Hola", "مرحبًا"])("greets without a name: %s", (hello) => {
  const name = writeValue("recipient.firstName");
  expect(read(`${hello}${name},`, "Ada")).toBe(`${hello} Ada,`);
  expect(read(`${hello}${name},`, null)).toBe(`${hello},`);
});

test("a name that begins a line is followed by a comma", () => {
  const name = writeValue("recipient.firstName", { startsLine: true });
  expect(read(`${name}welcome back`, "Ada")).toBe("Ada, welcome back");
  expect(read(`${name}welcome back`, null)).toBe("welcome back");
});

test("no value leaves an English word behind", () => {
  for (const path of [...PATHS, "event.rating", "property.tier"]) {
    expect(read(writeValue(path), null), path).toMatch(/^[–]?$/);
  }
  const ofOrder = writeValue("picks.goesWith", { otherwise: "deiner Bestellung" });
  expect(read(`Passend zu ${ofOrder}`, null)).toBe("Passend zu deiner Bestellung");
});
