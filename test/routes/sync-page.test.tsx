import { describe, expect, test } from "vitest";
import type { SyncPageData as Sync } from "~/pages/sync/sync-page.server";
import { SyncPage } from "~/routes/app.sync/page";
import { htmlOf, textOf } from "../support/render-page";

const resource = (
  name: "products" | "customers" | "orders",
  overrides: Partial<Sync["resources"][number]> = {},
) => ({
  resource: name,
  shopifyCount: 1200,
  ownCount: 1200,
  countedAt: "2026-03-03T03:00:00.000Z",
  syncedUntil: "2026-03-03T11:55:00.000Z",
  keptCount: 0,
  reason: null,
  isBusy: false,
  ...overrides,
});

const page = (overrides: Partial<Sync> = {}) => (
  <SyncPage
    sync={{
      isImported: true,
      seesOlderOrders: true,
      resources: [resource("products"), resource("customers"), resource("orders")],
      days: [],
      ...overrides,
    }}
    isSubmitting={false}
    olderOrders={null}
    onCompare={() => undefined}
  />
);

describe("the sync status page", () => {
  test("shows that everything is up to date, and the comparison behind it", () => {
    const text = textOf(page());
    expect(text).toContain("Everything is up to date");
    expect(text).toContain("Orders 1,200 1,200 Mar 3, 2026, 3:00 AM Mar 3, 2026, 11:55 AM");
    expect(text).toContain("None. Shopify reported every change.");
  });

  test("lists findings by day", () => {
    const find = { resource: "orders", newCount: 2, changedCount: 1, deletedCount: 0 } as const;
    const deleted = {
      resource: "products",
      newCount: 0,
      changedCount: 0,
      deletedCount: 1,
    } as const;
    const text = textOf(page({ days: [{ day: "2026-03-02", finds: [find, deleted] }] }));
    expect(text).toContain("Mar 2 2 new orders and 1 changed order 1 deleted product");
  });

  test.each([
    ["a look that could not be made", { reason: "Shopify denies it" }, "couldn’t be compared"],
    ["too many that vanished", { keptCount: 300, ownCount: 1500 }, "300 customers fewer"],
    ["counts that differ", { ownCount: 1199 }, "count your customers differently"],
    ["a comparison under way", { isBusy: true }, "Comparing"],
  ])("does not say up to date with %s", (_what, overrides, words) => {
    const text = textOf(
      page({
        resources: [resource("products"), resource("customers", overrides), resource("orders")],
      }),
    );
    expect(text).toContain(words);
    expect(text).not.toContain("Everything is up to date");
  });

  test("offers no comparison while the shop is imported", () => {
    expect(textOf(page({ resources: [], isImported: false }))).toContain("Importing your store");
    expect(htmlOf(page({ resources: [], isImported: false }))).not.toContain("Compare now");
  });
});
