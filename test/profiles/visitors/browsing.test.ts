import { describe, expect, test } from "vitest";
import { Browsing, summarizeVisits } from "~/profiles/visitors/browsing";
import type { Visit } from "~/profiles/visitors/visit";
import { daysAgo, NOW } from "../../support/builders";

const aVisit = (days: number, overrides: Partial<Visit> = {}): Visit => ({
  startedAt: daysAgo(days),
  endedAt: new Date(+daysAgo(days) + 60_000),
  profileId: "cada",
  pageCount: 2,
  dwellSeconds: 60,
  path: ["home", "product"],
  searches: [],
  viewed: [],
  checkoutStep: null,
  ...overrides,
});

describe("summarizeVisits", () => {
  test("returns defaults without visits", () => {
    expect(summarizeVisits([])).toEqual(Browsing.parse({}));
  });

  test("counts visits, days and the mean gap", () => {
    const sameDay = new Date(+daysAgo(4) + 3_600_000);
    const traits = summarizeVisits([
      aVisit(10),
      aVisit(4, { pageCount: 5, dwellSeconds: 200 }),
      aVisit(4, { startedAt: sameDay }),
      aVisit(2),
    ]);
    expect(traits).toMatchObject({ visits: 4, visitDays: 3, meanGapDays: 4 });
    expect(traits.meanPages).toBeCloseTo((2 + 5 + 2 + 2) / 4);
    expect(traits.meanDwellSeconds).toBeCloseTo((60 + 200 + 60 + 60) / 4);
  });

  test("returns the share of visits by stage", () => {
    const seen = { productId: "1", views: 1, dwellSeconds: 5, added: 0 };
    const { reached } = summarizeVisits([
      aVisit(4),
      aVisit(3, { viewed: [seen] }),
      aVisit(2, { viewed: [{ ...seen, added: 1 }] }),
      aVisit(1, { viewed: [seen], checkoutStep: "completed" }),
    ]);
    expect(reached).toEqual({ product: 0.75, cart: 0.5, checkout: 0.25, order: 0.25 });
  });

  test("lists the most common paths, searches and viewed products", () => {
    const product = (productId: string, dwellSeconds: number) => ({
      productId,
      views: 1,
      dwellSeconds,
      added: 0,
    });
    const traits = summarizeVisits([
      aVisit(9, { searches: ["tray", "bowl"], viewed: [product("1", 10), product("2", 5)] }),
      aVisit(1, {
        path: ["home", "home", "product"],
        searches: ["tray"],
        viewed: [product("1", 20)],
      }),
      aVisit(0, { startedAt: NOW, path: ["search"] }),
    ]);
    expect(traits.paths).toEqual([
      { pages: ["home", "product"], count: 2 },
      { pages: ["search"], count: 1 },
    ]);
    expect(traits.searches).toEqual([
      { query: "tray", visits: 2 },
      { query: "bowl", visits: 1 },
    ]);
    expect(traits.viewed.map((it) => [it.productId, it.views, it.dwellSeconds, it.visits])).toEqual(
      [
        ["1", 2, 30, 2],
        ["2", 1, 5, 1],
      ],
    );
    expect(traits.viewed[0]!.lastVisitAt).toBe(daysAgo(1).toISOString());
  });
});
