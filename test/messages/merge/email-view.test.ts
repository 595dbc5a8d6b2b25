import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanText, isLinkUrl, isWebUrl, truncate } from "~/messages/merge/clean-text";
import { greetingName, viewEmail } from "~/messages/merge/email-view";
import { textIn } from "~/i18n/text-in.server";
import { aProduct, someEmailValues } from "../../support/email-values";
import { propertyRuns } from "../../support/property-runs";

describe("greetingName", () => {
  test.each(["Ada", "José", "Anne-Marie", "O’Neil", "Jean Luc", "李雷", "Ada B.", "अनिता"])(
    "greets %s",
    (name) => {
      expect(greetingName(name)).toBe(name);
    },
  );

  test.each([
    "",
    "WIN at https://evil.example",
    "evil.example",
    "www.evil",
    "1000 EUR",
    "ada@example.com",
    "<b>Ada</b>",
    "A very long sentence that is no name",
    "🎁 gift",
  ])("does not repeat %j", (name) => {
    expect(greetingName(name)).toBeNull();
  });
});

describe("cleanText", () => {
  test("returns one clean line for any input", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
        const clean = cleanText(text, 100);
        expect(clean).not.toMatch(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]| {2}/u);
        expect(clean.length).toBeLessThanOrEqual(100);
        expect(cleanText(clean, 100)).toBe(clean);
      }),
      { numRuns: propertyRuns(2_000) },
    );
  });

  test("keeps a non-breaking space in a price", () => {
    expect(cleanText("1\u202f234,00\u00a0€", 40)).toBe("1\u202f234,00\u00a0€");
  });

  test("cuts at the end of a word", () => {
    expect(truncate("White hanging heart light holder", 24)).toBe("White hanging heart…");
  });
});

describe("isWebUrl and isLinkUrl", () => {
  test.each([
    ["https://kettle.example/a?b=c&d=%20", true, true],
    ["HTTP://kettle.example", true, true],
    ["mailto:hello@kettle.example", false, true],
    ["mailto:hello@kettle.example?bcc=all@example.com", false, false],
    ["java\nscript:alert(1)", false, false],
    ["https://", false, false],
    [`https://a/"onclick="x`, false, false],
  ])("%j: image %s, link %s", (url, web, link) => {
    expect([isWebUrl(url), isLinkUrl(url)]).toEqual([web, link]);
  });
});

describe("viewEmail", () => {
  const shape = { text: textIn("en", "email") };
  const products = { picks: [1, 2, 3, 4, 5].map((n) => aProduct({ title: `Pick ${n}` })) };
  const rows = (columns: number) =>
    viewEmail(someEmailValues({ products }), {
      ...shape,
      shapes: { picks: { columns, imageSize: { widthPx: 1_072 }, maxStock: null, rating: null } },
    }).products.picks?.map(({ c0, c1, c2 }) => [c0, c1, c2].map((cell) => cell?.title ?? null));

  test("arranges a block's products in rows, and fills the last one as far as possible", () => {
    expect(rows(1)?.[4]).toEqual(["Pick 5", null, null]);
    expect(rows(2)).toEqual([
      ["Pick 1", "Pick 2", null],
      ["Pick 3", "Pick 4", null],
      ["Pick 5", null, null],
    ]);
    expect(rows(3)).toEqual([
      ["Pick 1", "Pick 2", "Pick 3"],
      ["Pick 4", "Pick 5", null],
    ]);
  });

  test("names and leads to the first recommended product, or to the store without one", () => {
    const picksOf = (shown: Parameters<typeof someEmailValues>[0]) =>
      viewEmail(someEmailValues(shown), { ...shape, shapes: {} }).picks;
    const bought = aProduct({ url: "https://kettle.example/products/kettle", reason: null });
    const pick = aProduct({
      title: "Cedar  tray",
      url: "https://kettle.example/products/tray",
      reason: "Goes with it",
    });
    const { title, url } = picksOf({ products: { hero: [bought], picks: [pick] } });
    expect([title, url]).toEqual(["Cedar tray", pick.url]);
    const without = picksOf({ products: { hero: [bought] } });
    expect([without.title, without.url]).toEqual([null, someEmailValues().links.shop]);
  });

  test("shows a rating only from the block's number of stars and reviews on", () => {
    const ratingOf = (stars: number, count: number) =>
      viewEmail(
        someEmailValues({ products: { picks: [aProduct({ rating: { stars, count } })] } }),
        {
          ...shape,
          shapes: {
            picks: {
              ...{ columns: 1, imageSize: { widthPx: 1_072 }, maxStock: null },
              rating: { minStars: 4, minCount: 5 },
            },
          },
        },
      ).products.picks?.[0]?.c0.rating;
    expect(ratingOf(4, 5)).toBe("★★★★☆ 4.0\u00a0(5)");
    expect(ratingOf(3.9, 500)).toBeNull();
    expect(ratingOf(5, 4)).toBeNull();
  });

  test("shows the number of omitted products in the email's language", () => {
    const { checkout } = someEmailValues();
    const [line] = checkout?.lines ?? [];
    if (!checkout || !line) throw new Error("someEmailValues has lines");
    const withLines = (count: number) =>
      someEmailValues({
        checkout: { ...checkout, lines: Array.from({ length: count }, () => line) },
      });
    const more = (count: number, language: "en" | "de" | "ar") =>
      viewEmail(withLines(count), { text: textIn(language, "email"), shapes: {} }).checkout
        .moreLines;
    expect(more(10, "en")).toBeNull();
    expect(more(11, "en")).toBe("and 1 more item");
    expect(more(12, "de")).toBe("und 2 weitere Artikel");
    expect([11, 12, 13, 21].map((count) => more(count, "ar"))).toEqual([
      "ومنتج واحد آخر",
      "ومنتجان آخران",
      "و3 منتجات أخرى",
      "و11 منتجًا آخر",
    ]);
  });
});
