import { describe, expect, test } from "vitest";
import {
  areDeletionsPlausible,
  buildChangedSearch,
  findMissing,
  getSyncEnd,
  needsSweep,
  getSyncedUntil,
  buildVisibleSearch,
  getVisibleSince,
} from "~/profiles/reconciliation/reconciliation";
import { daysAgo, NOW } from "../../support/builders";

const at = (iso: string) => new Date(iso);

describe("a sync", () => {
  test("leaves the last five minutes to webhooks", () => {
    expect(getSyncEnd(at("2026-06-01T10:00:00Z"))).toEqual(at("2026-06-01T09:55:00Z"));
  });

  test("overlaps the previous sync by ten minutes", () => {
    expect(buildChangedSearch(at("2026-06-01T09:00:00Z"), at("2026-06-01T10:00:00Z"))).toBe(
      "updated_at:>='2026-06-01T08:50:00.000Z' AND updated_at:<='2026-06-01T10:00:00.000Z'",
    );
  });

  test("resumes exactly at the last change it read", () => {
    const last = at("2026-06-01T09:30:00Z");
    expect(buildChangedSearch(getSyncedUntil(last), NOW)).toContain(`>='${last.toISOString()}'`);
  });
});

describe("findMissing", () => {
  const shown = { id: "1", updatedAt: at("2026-06-01T10:00:05Z") };
  const own = (updatedAt: Date | null, isGone = false) => new Map([["1", { updatedAt, isGone }]]);

  test.each([
    ["an object that is not known", new Map(), [true]],
    ["one that is known by name only", own(null), [false]],
    ["one that was changed since", own(at("2026-06-01T10:00:04.999Z")), [false]],
    ["not one whose webhook lies inside the same second", own(at("2026-06-01T10:00:05.700Z")), []],
    ["not one whose later version is here", own(at("2026-06-01T10:00:09Z")), []],
    ["not one that is deleted or erased here", own(null, true), []],
  ])("is %s", (_what, known, found) => {
    expect(findMissing([shown], known).map((it) => it.isNew)).toEqual(found);
  });
});

describe("the visible range", () => {
  test("covers orders of sixty days unless all orders are granted", () => {
    expect(getVisibleSince("orders", "read_orders", NOW)).toEqual(daysAgo(59));
    expect(getVisibleSince("orders", "read_orders,read_all_orders", NOW)).toBeNull();
    expect(getVisibleSince("customers", "read_customers", NOW)).toBeNull();
  });

  test("can be searched from an id on", () => {
    expect(buildVisibleSearch(null, null)).toBeNull();
    expect(buildVisibleSearch(null, "7")).toBe("id:>7");
    expect(buildVisibleSearch(NOW, "7")).toBe(`created_at:>='${NOW.toISOString()}' AND id:>7`);
  });
});

describe("the comparison of counts", () => {
  test.each([
    ["differs", { shopifyCount: 3, ownCount: 2, lastSweptAt: NOW }, true],
    ["agrees", { shopifyCount: 2, ownCount: 2, lastSweptAt: daysAgo(6) }, false],
    ["agrees, for a week", { shopifyCount: 2, ownCount: 2, lastSweptAt: daysAgo(7) }, true],
    ["is the first", { shopifyCount: 2, ownCount: 2, lastSweptAt: null }, true],
  ])("%s requires a comparison of all ids: %o", (_what, counted, isCalled) => {
    expect(needsSweep(counted, NOW)).toBe(isCalled);
  });

  test.each([
    ["a hundred of a small shop", 0, 100, true],
    ["one more than a hundred of them", 0, 101, false],
    ["a tenth of a large shop", 90_000, 100_000, true],
    ["more than a tenth of it", 89_999, 100_000, false],
  ])("accepts deletions of %s: %i of %i, %o", (_what, shopifyCount, ownCount, isBelieved) => {
    expect(areDeletionsPlausible({ shopifyCount, ownCount })).toBe(isBelieved);
  });
});
