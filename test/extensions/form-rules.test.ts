import "../../extensions/theme/assets/kindred-forms.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FormTargeting } from "~/delivery/sign-up-forms/sign-up-form";
import { unitHash } from "~/experiments/draw-holdout";

interface Visit {
  readonly page: { readonly type: string; readonly url: string };
  readonly utm: { readonly source?: string | null; readonly campaign?: string | null };
  readonly isReturning: boolean;
  readonly isSubscriber: boolean;
  readonly now: number;
}
interface Past {
  readonly closedAt?: number;
  readonly isDone?: boolean;
}
interface Memory {
  readonly key?: string;
  readonly lastAt?: number;
  readonly visits?: number;
  readonly utm?: object;
  readonly isSubscriber?: boolean;
}
interface Rules {
  unitHash(text: string): number;
  drawVariant(form: object, key: string): { readonly arm: string };
  mayShow(targeting: FormTargeting, visit: Visit, past: Past): boolean;
  beginPage(memory: Memory, utm: object, now: number, newKey: string): Memory;
}

const rules = (globalThis as unknown as { KindredForms: Rules }).KindredForms;
const DAY_MS = 86_400_000;
const NOW = 1_000 * DAY_MS;

const EVERYONE: FormTargeting = {
  pages: "all",
  urlContains: "",
  delaySeconds: 0,
  scrollPercent: 0,
  onExit: false,
  visitors: "all",
  utmSource: "",
  utmCampaign: "",
  againAfterDays: 30,
};
const VISIT: Visit = {
  page: { type: "product", url: "https://kettle.example/products/Tray?ref=a" },
  utm: {},
  isReturning: false,
  isSubscriber: false,
  now: NOW,
};
const shows = (targeting: Partial<FormTargeting>, visit: Partial<Visit> = {}, past: Past = {}) =>
  rules.mayShow({ ...EVERYONE, ...targeting }, { ...VISIT, ...visit }, past);

describe("who sees a form", () => {
  test.each<[string, Partial<FormTargeting>, Partial<Visit>, boolean]>([
    ["everyone, without rules", {}, {}, true],
    ["a product page", { pages: "product" }, {}, true],
    ["not the home page", { pages: "home" }, {}, false],
    ["the home page", { pages: "home" }, { page: { type: "index", url: "/" } }, true],
    ["a collection", { pages: "collection" }, { page: { type: "collection", url: "/" } }, true],
    ["a part of the URL, in any case", { pages: "url", urlContains: "tray" }, {}, true],
    ["not another URL", { pages: "url", urlContains: "pots" }, {}, false],
    ["a first visit", { visitors: "new" }, {}, true],
    ["not a later one", { visitors: "new" }, { isReturning: true }, false],
    ["a later visit", { visitors: "returning" }, { isReturning: true }, true],
    ["not the first one", { visitors: "returning" }, {}, false],
    ["a source", { utmSource: "Insta" }, { utm: { source: "insta" } }, true],
    ["not without the source", { utmSource: "insta" }, {}, false],
    ["a campaign", { utmCampaign: "may" }, { utm: { campaign: "may" } }, true],
    ["not another campaign", { utmCampaign: "may" }, { utm: { campaign: "june" } }, false],
  ])("%s", (_, targeting, visit, expected) => {
    expect(shows(targeting, visit)).toBe(expected);
  });

  test("one who closed it sees it again after the set days", () => {
    const after = (days: number) =>
      shows({ againAfterDays: 7 }, {}, { closedAt: NOW - days * DAY_MS });
    expect([after(0), after(6.9), after(7)]).toEqual([false, false, true]);
  });

  const targetings = fc.record<FormTargeting>({
    pages: fc.constantFrom("all", "home", "product", "collection", "url"),
    urlContains: fc.string(),
    delaySeconds: fc.nat(300),
    scrollPercent: fc.nat(100),
    onExit: fc.boolean(),
    visitors: fc.constantFrom("all", "new", "returning"),
    utmSource: fc.constantFrom("", "insta"),
    utmCampaign: fc.constantFrom("", "may"),
    againAfterDays: fc.integer({ min: 1, max: 365 }),
  });
  const visits = fc.record<Visit>({
    page: fc.record({
      type: fc.constantFrom("index", "product", "collection", "page"),
      url: fc.webUrl(),
    }),
    utm: fc.record({
      source: fc.constantFrom(null, "insta", "mail"),
      campaign: fc.constantFrom(null, "may"),
    }),
    isReturning: fc.boolean(),
    isSubscriber: fc.boolean(),
    now: fc.constant(NOW),
  });

  test("never a subscriber, nor one who has filled it in", () => {
    fc.assert(
      fc.property(targetings, visits, (targeting, visit) => {
        expect(rules.mayShow(targeting, { ...visit, isSubscriber: true }, {})).toBe(false);
        expect(rules.mayShow(targeting, visit, { isDone: true })).toBe(false);
      }),
    );
  });

  test("a narrower rule shows it to nobody else", () => {
    fc.assert(
      fc.property(targetings, visits, (targeting, visit) => {
        const wider = { ...EVERYONE, againAfterDays: targeting.againAfterDays };
        if (rules.mayShow(targeting, visit, {})) expect(rules.mayShow(wider, visit, {})).toBe(true);
      }),
    );
  });
});

describe("the variant", () => {
  const form = { id: "f1", variants: [{ arm: "1a" }, { arm: "1b" }] };

  test("uses the hash of the app's experiments", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(rules.unitHash(text)).toBe(unitHash(text));
      }),
    );
  });

  test("is always the same for a visitor", () => {
    fc.assert(
      fc.property(fc.string(), (key) => {
        expect(rules.drawVariant(form, key)).toBe(rules.drawVariant(form, key));
      }),
    );
  });

  test("is balanced, and independent of an earlier test", () => {
    const keys = Array.from({ length: 20_000 }, (_, i) => `visitor-${i}`);
    const later = { ...form, variants: [{ arm: "2a" }, { arm: "2b" }] };
    const isB = (of: object, key: string) => rules.drawVariant(of, key).arm.endsWith("b");
    const first = keys.filter((key) => isB(form, key));
    expect(Math.abs(first.length / keys.length - 0.5)).toBeLessThan(0.015);
    const both = first.filter((key) => isB(later, key));
    expect(Math.abs(both.length / first.length - 0.5)).toBeLessThan(0.02);
  });

  test("is the only one without a test", () => {
    const [own] = [{ arm: "own" }];
    expect(rules.drawVariant({ id: "f1", variants: [own] }, "x")).toBe(own);
  });
});

describe("a visit", () => {
  const first = rules.beginPage({}, { source: "insta" }, NOW, "key");

  test("begins with the first page and a key", () => {
    expect(first).toMatchObject({ key: "key", visits: 1, utm: { source: "insta" } });
  });

  test("goes on for half an hour after each page, with its source", () => {
    const next = rules.beginPage(first, {}, NOW + 29 * 60_000, "other");
    expect(next).toMatchObject({ key: "key", visits: 1, utm: { source: "insta" } });
    const later = rules.beginPage(next, {}, NOW + 60 * 60_000, "other");
    expect(later).toMatchObject({ key: "key", visits: 2, utm: {} });
  });

  test("from one of the shop's emails is a subscriber's, also later", () => {
    const fromEmail = rules.beginPage({}, { source: "kindred", isFromEmail: true }, NOW, "key");
    expect(rules.beginPage(fromEmail, {}, NOW + DAY_MS, "key").isSubscriber).toBe(true);
    expect(first.isSubscriber).toBe(false);
  });
});
