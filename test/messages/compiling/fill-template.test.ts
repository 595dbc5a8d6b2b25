import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { compileTemplate, plainText } from "~/messages/compiling/compile-template.server";
import type { CompiledTemplate } from "~/messages/compiling/compiled-template";
import { fillTemplate, type FilledEmail } from "~/messages/compiling/fill-template";
import type { EmailValues } from "~/messages/merge/email-values";
import { everyBlock } from "../../support/every-block";
import { aBrand, aProduct, someEmailValues } from "../../support/email-values";
import { readyEmail, renderByReact, viewOf } from "../../support/emails-by-react";
import { propertyRuns } from "../../support/property-runs";
import { wildValues } from "../../support/wild-email-values";

const EMAILS = {
  "abandoned-checkout": readyEmail("abandoned-checkout/email-2"),
  "cross-sell": readyEmail("cross-sell/email-1"),
  "every block": everyBlock(),
} as const;
type Name = keyof typeof EMAILS;
const NAMES = Object.keys(EMAILS) as Name[];
const brand = aBrand({ shopName: "Kettle <&> Co's", legalName: "Kettle and Company Ltd" });

const compiled = new Map<Name, CompiledTemplate>();
beforeAll(async () => {
  for (const name of NAMES) {
    compiled.set(name, await compileTemplate({ email: EMAILS[name], brand }));
  }
});

const outcome = (name: Name, values: EmailValues) =>
  fillTemplate(compiled.get(name) as CompiledTemplate, viewOf(EMAILS[name], values));

function fill(name: Name, values: EmailValues): FilledEmail {
  const filled = outcome(name, values);
  if (filled.kind === "refused") throw new Error(`${filled.reason}: ${filled.detail}`);
  return filled.email;
}

const byReact = (name: Name, values: EmailValues) =>
  renderByReact(EMAILS[name], brand, viewOf(EMAILS[name], values));

const FULL = { compareAt: "£30.00", rating: { stars: 4.7, count: 213 } };

/** Values that show every part of every email. */
const fullValues = () =>
  someEmailValues({
    products: {
      picks: [aProduct(FULL), aProduct({ imageUrl: null })],
      hero: [aProduct(FULL)],
      praise: [aProduct(FULL)],
      thirds: [aProduct({ compareAt: "£30.00" }), aProduct(), aProduct({ imageUrl: null })],
    },
    meets: ["members"],
    links: {
      ...{ unsubscribe: "https://a.example/u", preferences: "https://a.example/p" },
      lessOften: "https://a.example/p?choose=less-often",
      pause: "https://a.example/p?choose=pause",
      shop: "https://a.example",
    },
    targets: Array.from({ length: 20 }, (_, i) => `https://a.example/${i}`),
  });

const LINK_LIST = /\n((?:\[\d+\] \S+\n)+)$/;

/** The URLs at the end of a text version, by number. */
const linksOf = (text: string) =>
  new Map(
    [...(LINK_LIST.exec(text)?.[1] ?? "").matchAll(/(\[\d+\]) (\S+)/g)].map(([, n, url]) => [
      n!,
      url!,
    ]),
  );

/** The text with each URL in its place. */
function withLinks(text: string): string {
  const links = linksOf(text);
  return text.replace(LINK_LIST, "").replace(/\[\d+\]/g, (number) => links.get(number) ?? number);
}

/** Every tag with the names of its attributes, once; attribute values are removed first. */
const skeletons = (html: string) =>
  new Set([...html.replace(/"[^"]*"/g, "").matchAll(/<[^>]*>/g)].map(([tag]) => tag));

describe.each(NAMES)("a filled-in email: %s", (template) => {
  test("equals byte for byte what React renders with the same values", async () => {
    await fc.assert(
      fc.asyncProperty(wildValues, async (values) => {
        expect(fill(template, values).html).toBe(await byReact(template, values));
      }),
      { numRuns: propertyRuns(150) },
    );
  });

  test("has the plain text that React renders, except for empty lines", async () => {
    await fc.assert(
      fc.asyncProperty(wildValues, async (values) => {
        const lines = (text: string) =>
          text
            .replace(/\u200b/g, " ")
            .split("\n")
            .map((line) => line.replace(/[ \t]+/g, " ").trim())
            .filter((line) => line !== "");
        const slow = plainText(await byReact(template, values));
        expect(lines(withLinks(fill(template, values).text))).toEqual(lines(slow));
      }),
      { numRuns: propertyRuns(60) },
    );
  });

  test("takes no tags or attributes from values", () => {
    const usual = skeletons(fill(template, fullValues()).html);
    fc.assert(
      fc.property(wildValues, (values) => {
        const { html } = fill(template, values);
        expect([...skeletons(html)].filter((tag) => !usual.has(tag))).toEqual([]);
        expect(html).not.toMatch(/(?:href|src)="(?!https?:|mailto:)/i);
      }),
    );
  });

  test("reports its exact size in bytes", () => {
    fc.assert(
      fc.property(wildValues, (values) => {
        const { html, htmlBytes } = fill(template, values);
        expect(htmlBytes).toBe(Buffer.byteLength(html));
      }),
    );
  });

  test("numbers the links of its text version, each once, and lists them one a line", () => {
    const { text } = fill(template, fullValues());
    const links = linksOf(text);
    expect([...links.keys()]).toEqual([...links].map((_, i) => `[${i + 1}]`));
    expect(new Set(links.values()).size).toBe(links.size);
    const words = text.replace(LINK_LIST, "");
    for (const number of links.keys()) expect(words).toContain(number);
    expect(words).not.toMatch(/https?:/);
    expect(words).toMatch(/Unsubscribe \[\d+\]/);
  });

  test("has a single-line subject of at most 200 characters", () => {
    fc.assert(
      fc.property(wildValues, (values) => {
        const { subject } = fill(template, values);
        expect(subject).not.toMatch(/\p{Cc}/u);
        expect(subject.length).toBeLessThanOrEqual(200);
      }),
    );
  });

  test("contains no merge tags or compiler markers", () => {
    const { html, text, subject } = fill(template, fullValues());
    for (const part of [html, text, subject]) {
      expect(part).not.toMatch(/\{\{|\}\}|[\ue000-\ue003]|kindred-/);
    }
  });

  test("always contains the legal name, the address and the unsubscribe link", () => {
    fc.assert(
      fc.property(wildValues, (values) => {
        const { html, text } = fill(template, values);
        for (const part of [html, text]) {
          expect(part).toContain(brand.legalName);
          expect(part).toContain(brand.postalAddress);
          expect(part).toContain("Unsubscribe");
        }
      }),
    );
  });
});

describe("fillTemplate", () => {
  test("does not expand a merge tag inside a value", () => {
    const pick = aProduct({ title: "{{ checkout.total }}" });
    expect(fill("cross-sell", someEmailValues({ products: { picks: [pick] } })).html).toContain(
      "{{ checkout.total }}",
    );
  });

  test("omits the block of recommendations when there are none", () => {
    const { html, text } = fill("abandoned-checkout", someEmailValues({ products: { picks: [] } }));
    expect(html).not.toContain("Pairs well with");
    expect(text).not.toContain("Pairs well with");
  });

  test.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "//evil.example",
    "/relative",
    "",
    "https://a b",
    'https://kettle.example/"x',
    "https://kettle.example/\u0007",
  ])("refuses %j as a link, with the path but not the value", (url) => {
    const values = someEmailValues({ products: { picks: [aProduct({ url })] } });
    expect(outcome("cross-sell", values)).toEqual({
      kind: "refused",
      reason: "bad_link",
      // The email's button comes first.
      detail: "picks.url",
    });
  });

  test("omits an image whose URL is not a web address", () => {
    const pick = aProduct({ imageUrl: "javascript:alert(1)" });
    expect(fill("cross-sell", someEmailValues({ products: { picks: [pick] } })).html).not.toContain(
      "javascript",
    );
  });

  test("quotes customers only below a chosen product whose rating is high enough", () => {
    const shown = (id: string, stars: number) => {
      const product = aProduct({ rating: { stars, count: 9 } });
      return fill("every block", { ...fullValues(), products: { [id]: [product] } }).text;
    };
    expect(shown("praise", 4.6)).toMatch(
      /★★★★★ 4\.6\u00a0\(9\)[\s\S]+★★★★☆\n“It whistles, and I listen\.”\nGrace/,
    );
    expect(shown("praise", 3.9)).not.toContain("It whistles");
    expect(shown("praise-first", 4.6)).toContain("★★★★★ 4.6\u00a0(9)");
    expect(shown("praise-first", 4.6)).not.toContain("About another product");
  });

  test("shows the picture of a single item where no hero does, and those of several", () => {
    const { cart } = someEmailValues();
    const line = { ...cart!.lines[0]!, title: "Sage jug", imageUrl: "https://a.example/1.png" };
    const htmlOf = (values: Partial<EmailValues>) =>
      fill("every block", { ...fullValues(), ...values }).html;
    expect(htmlOf({ cart: { ...cart!, lines: [line] } })).not.toContain('alt="Sage jug"');
    expect(htmlOf({ cart: { ...cart!, lines: [line, line] } })).toContain('alt="Sage jug"');
    expect(htmlOf({ order: { ...cart!, lines: [line] } })).toContain('alt="Sage jug"');
  });

  test("shows how many products of a long checkout are omitted", () => {
    const { checkout } = someEmailValues();
    const [line] = checkout?.lines ?? [];
    if (!checkout || !line) throw new Error("someEmailValues has lines");
    const lines = Array.from({ length: 13 }, () => line);
    const { html } = fill(
      "abandoned-checkout",
      someEmailValues({ checkout: { ...checkout, lines } }),
    );
    expect(html.match(/Sage green · Quantity: 1/g)).toHaveLength(10);
    expect(html).toContain("and 3 more items");
  });

  test("keeps the longest email below the size at which Gmail clips it", () => {
    const long = "W&".repeat(400);
    const link = `https://kettle.example/${"x".repeat(400)}`;
    const line = { title: long, variantTitle: long, quantity: 999, price: long, imageUrl: link };
    const pick = aProduct({
      title: long,
      price: long,
      compareAt: long,
      url: link,
      imageUrl: link,
      reason: long,
    });
    const { htmlBytes } = fill(
      "abandoned-checkout",
      someEmailValues({
        checkout: {
          name: null,
          lines: Array.from({ length: 60 }, () => line),
          total: long,
          url: link,
        },
        products: { picks: Array.from({ length: 8 }, () => pick) },
      }),
    );
    expect(htmlBytes).toBeLessThan(85_000);
  });

  test("refuses an email that Gmail would clip", () => {
    const link = `https://kettle.example/${"x".repeat(1_950)}`;
    const line = { title: "Mug", variantTitle: null, quantity: 1, price: "£1", imageUrl: link };
    const pick = aProduct({ url: link, imageUrl: link });
    const values = someEmailValues({
      checkout: {
        name: null,
        lines: Array.from({ length: 10 }, () => line),
        total: "£1",
        url: link,
      },
      products: { picks: Array.from({ length: 12 }, () => pick) },
    });
    const filled = outcome("abandoned-checkout", values);
    expect(filled).toMatchObject({ kind: "refused", reason: "too_large" });
  });
});

describe("compileTemplate", () => {
  const compile = (words: Parameters<typeof readyEmail>[1]) =>
    compileTemplate({ email: readyEmail("cross-sell/email-1", words), brand });
  const view = () => viewOf(EMAILS["cross-sell"], someEmailValues());

  test("refuses an unknown path by its name", async () => {
    await expect(compile({ text: "Hi {{ recipient.email }}" })).rejects.toThrow(/value_unknown/);
  });

  test("gives equal hashes for equal texts and different ones for others", async () => {
    const [a, b, other] = await Promise.all([
      compile({}),
      compile({}),
      compile({ button: "Look" }),
    ]);
    expect(a.sha256).toBe(b.sha256);
    expect(other.sha256).not.toBe(a.sha256);
  });

  test("round-trips through JSON", async () => {
    const stored = JSON.parse(JSON.stringify(await compile({}))) as CompiledTemplate;
    expect(fillTemplate(stored, view())).toEqual(fillTemplate(await compile({}), view()));
  });

  test("escapes the merchant's text", async () => {
    const filled = fillTemplate(await compile({ heading: "<b>Now</b>" }), view());
    expect(filled).toMatchObject({
      email: { html: expect.stringContaining("&lt;b&gt;Now&lt;/b&gt;") as string },
    });
  });
});
