import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyFilters, parseMerge } from "~/messages/merge/merge-grammar";
import { propertyRuns } from "../../support/property-runs";

const PATHS = ["recipient.firstName", "checkout.total"];

/** The text with Ada's values. */
function merge(source: string, firstName: string | null = "Ada"): string {
  const parsed = parseMerge(source, PATHS);
  if (parsed.kind === "refused") throw new Error(parsed.problem.code);
  return parsed.parts
    .map((part) => (typeof part === "string" ? part : applyFilters(firstName, part.filters)))
    .join("");
}

describe("parseMerge", () => {
  test("accepts properties of the event and of the customer by any valid name", () => {
    const kinds = (source: string) => parseMerge(source, PATHS).kind;
    expect(kinds('{{ event.rating }} {{ property.tier_2 | default: "none" }}')).toBe("parsed");
    for (const path of ["event", "event.", "event.Rating", "event.a.b", "property.__proto__"]) {
      expect(kinds(`{{ ${path} }}`)).toBe("refused");
    }
  });

  test.each([
    ["no value at all", "no value at all"],
    ["Hi {{ recipient.firstName }}!", "Hi Ada!"],
    ["{{recipient.firstName|upper}}", "ADA"],
    ["{{ recipient.firstName | lower | capitalize }}", "Ada"],
    ["{{ recipient.firstName | truncate: 2 }}", "A…"],
    ['Hi{{ recipient.firstName | prepend: " " }},', "Hi Ada,"],
    ['{{ recipient.firstName | append: ", " }}hello', "Ada, hello"],
    ["{{ recipient.firstName | first_word }}", "Ada"],
    ['{{ recipient.firstName | default: "there" }}', "Ada"],
    ["a { b } c", "a { b } c"],
  ])("parses %j", (source, expected) => {
    expect(merge(source)).toBe(expected);
  });

  test("uses a default, which may contain a pipe, for a missing value", () => {
    expect(merge('Hi {{ recipient.firstName | default: "you | all" }}', null)).toBe("Hi you | all");
  });

  test("adds nothing to a missing value", () => {
    expect(merge('Hi{{ recipient.firstName | prepend: " " | append: "!" }},', null)).toBe("Hi,");
  });

  test("limits characters, values and filters", () => {
    const refused = (source: string) => parseMerge(source, PATHS).kind === "refused";
    expect(refused("x".repeat(200_001))).toBe(true);
    expect(refused("{{ checkout.total }}".repeat(201))).toBe(true);
    expect(refused(`{{ checkout.total ${"| upper ".repeat(9)}}}`)).toBe(true);
    expect(refused("{{ checkout.total }}".repeat(200))).toBe(false);
  });

  test("never throws and stays fast for any input", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "{{",
        "}}",
        "|",
        ":",
        '"',
        "default",
        "truncate",
        "prepend",
        "__proto__",
        "constructor",
      ),
      fc.constantFrom("recipient.firstName", "checkout.total", "{% if %}", "${1}", "<script>"),
      fc.string({ unit: "binary", maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const parsed = parseMerge(pieces.join(""), PATHS);
        if (parsed.kind === "refused") return;
        for (const part of parsed.parts) {
          if (typeof part === "string") continue;
          expect(PATHS).toContain(part.path);
          expect(typeof applyFilters("<Ada>", part.filters)).toBe("string");
        }
      }),
      { numRuns: propertyRuns(3_000) },
    );
    const before = process.threadCpuUsage();
    parseMerge(`{{ recipient.firstName ${'| default: "'.repeat(10_000)} }}`, PATHS);
    expect(process.threadCpuUsage(before).user / 1_000).toBeLessThan(5_000);
  });

  test.each([
    ["{{ recipient.email }}", "value_unknown"],
    ["{{ __proto__ }}", "value_unknown"],
    ["{{ recipient.firstName.constructor }}", "value_unknown"],
    ["Hi {{ recipient.firstName", "value_unclosed"],
    ["Hi }} there", "value_unopened"],
    ["{{ }}", "value_empty"],
    ["{{ recipient.firstName | raw }}", "filter_unknown"],
    ["{{ recipient.firstName | upper: 3 }}", "filter_without_argument"],
    ["{{ recipient.firstName | truncate }}", "filter_needs_length"],
    ["{{ recipient.firstName | truncate: 1e9 }}", "filter_needs_length"],
    ["{{ recipient.firstName | default: there }}", "filter_needs_text"],
    ["{{ recipient.firstName | }}", "filter_unknown"],
    ["{{ {{ recipient.firstName }} }}", "value_unknown"],
  ])("refuses %j with a reason", (source, code) => {
    expect(parseMerge(source, PATHS)).toMatchObject({ kind: "refused", problem: { code } });
  });

  test("leaves text without braces unchanged", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        fc.pre(!text.includes("{{") && !text.includes("}}"));
        expect(merge(text)).toBe(text);
      }),
    );
  });

  test("never leaves a pair of braces unparsed", () => {
    const piece = fc.constantFrom(
      "{{",
      "}}",
      "{",
      "}",
      " ",
      "|",
      "recipient.firstName",
      '"',
      "upper",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const parsed = parseMerge(pieces.join(""), PATHS);
        if (parsed.kind === "refused") return;
        for (const part of parsed.parts) {
          if (typeof part === "string") expect(part).not.toMatch(/\{\{|\}\}/);
        }
      }),
      { numRuns: propertyRuns(2_000) },
    );
  });
});
