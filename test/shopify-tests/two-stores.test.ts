import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { openStoreClock } from "../shopify/store-clock";
import { openTestBed, SHOP, type TestBed } from "./local-app";
import { smallStore } from "./small-store";

const OTHER = "other.myshopify.com";
let bed: TestBed | undefined;
afterEach(async () => {
  await bed?.stop();
  bed = undefined;
});

describe("two stores", () => {
  it("share neither tokens, nor records, nor webhooks", async () => {
    bed = await openTestBed({ seed: [smallStore(), smallStore(OTHER)] });
    const token = await bed.accessToken();
    const query = { query: "{ shop { myshopifyDomain } }" };
    const path = "/admin/api/2026-10/graphql.json";
    const crossing = await bed.callAs(OTHER, path, query, { "x-shopify-access-token": token });
    expect(crossing.status).toBe(401);

    await bed.control.play("other", [{ kind: "customer_deleted", customerId: "201" }]);
    await bed.control.play(
      OTHER,
      [{ kind: "order_placed", order: { lines: [{ productId: "101", quantity: 1 }] } }],
      { wait: true },
    );

    expect(await bed.control.records(SHOP, "customers")).toHaveLength(2);
    expect(await bed.control.records(OTHER, "customers")).toHaveLength(1);
    expect(bed.received.map((it) => it.headers["x-shopify-shop-domain"])).toEqual([OTHER]);
  });
});

describe("the clock file", () => {
  it("contains what the app needs for the store's time, and survives a restart", () => {
    const file = join(mkdtempSync(join(tmpdir(), "kindred-clock-")), "clock.json");
    const storeAt = Date.parse("2026-06-01T00:00:00Z");
    openStoreClock({ file, startAtMs: storeAt }).set({ advanceMs: 3_600_000, rate: 0 });

    const written: unknown = JSON.parse(readFileSync(file, "utf8"));
    const reopened = openStoreClock({ file, startAtMs: 0 });

    expect(reopened.reading()).toEqual(written);
    expect(reopened.nowMs() - storeAt).toBeGreaterThanOrEqual(3_600_000);
    expect(reopened.nowMs() - storeAt).toBeLessThan(3_700_000);
  });
});
