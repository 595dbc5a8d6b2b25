import type { FrameLocator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { StoreSeed } from "../shopify/store-seed";
import type { MerchantBrowser } from "../support/browser";
import { smallStore } from "../support/small-store";
import type { Stage } from "../support/stage";
import { step } from "../support/step";
import { useMerchant } from "../support/use-merchant";

let stage: Stage;
let browser: MerchantBrowser;
let page: Page;
let app: FrameLocator;

/** The small store, where every other order also contains the product's neighbor. */
function storeWithPairs(): StoreSeed {
  const seed = smallStore({ customers: 60 });
  const neighborOf = (productId: string | null) => {
    const at = seed.products.findIndex(({ id }) => id === productId);
    return seed.products[at % 2 === 0 ? at + 1 : at - 1];
  };
  return {
    ...seed,
    orders: seed.orders.map((order, n) => {
      const [line] = order.lines;
      const product = neighborOf(line?.productId ?? null);
      if (!line || !product || n % 2 === 1) return order;
      const also = { productId: product.id, variantId: product.variants[0]?.id ?? null };
      return {
        ...order,
        lines: [line, { ...line, ...also, id: `${order.id}2`, title: product.title }],
      };
    }),
  };
}

describe("a merchant who looks for bundles", () => {
  useMerchant({ seeds: [storeWithPairs()] }, (opened) => {
    ({ stage, browser, page, app } = opened);
  });

  test("sees which products are bought together, and writes to the buyers of one", async () => {
    const body = () => app.locator("body");
    const overflowOf = (part: ReturnType<typeof body>) =>
      part.evaluate((it) => it.scrollWidth - it.clientWidth);

    await step("sees rules and bundles, on a desktop without scrolling sideways", async () => {
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.goto(`${stage.appUrl}/app/recommendations/bought-together`);
      await app.getByRole("heading", { name: "How often they go together", level: 2 }).waitFor();
      await app.getByRole("heading", { name: "Suggested bundles", level: 2 }).waitFor();
      await app.getByRole("columnheader", { name: "Lift" }).waitFor();
      const table = app.locator(".Polaris-DataTable__ScrollContainer");
      await expect.poll(() => overflowOf(table)).toBeLessThanOrEqual(0);
    });

    await step("sees them on a phone, where only the table scrolls", async () => {
      await page.setViewportSize({ width: 390, height: 844 });
      await expect.poll(() => overflowOf(body())).toBeLessThanOrEqual(0);
      await page.setViewportSize({ width: 1280, height: 900 });
    });

    await step("sees the rules of one product, and sorts them", async () => {
      await app.getByLabel("Show only rules with a product").fill("mug");
      await app.getByRole("option", { name: "Enamel mug" }).click();
      await app.getByRole("button", { name: "Remove Enamel mug" }).waitFor();
      await app.getByLabel("Sort by").selectOption("lift");
      await expect.poll(() => page.url()).toContain("lift");
      // A view is loading while its skeleton has no rows.
      const rows = app.locator("tbody tr");
      await rows.filter({ hasText: "Enamel mug" }).first().waitFor();
      const others = rows.filter({ hasNotText: "Enamel mug" });
      await expect.poll(() => others.count()).toBe(0);
    });

    await step("starts a campaign to the buyers of one product", async () => {
      await app
        .getByRole("button", { name: /^Email the buyers of/ })
        .first()
        .click();
      await expect.poll(() => page.url()).toContain("/app/campaigns/");
      expect(browser.complaints).toEqual([]);
    });
  });
});
