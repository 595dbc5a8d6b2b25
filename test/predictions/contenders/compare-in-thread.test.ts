import { expect, test } from "vitest";
import { compareInThread } from "~/predictions/contenders/compare-in-thread.server";
import { SHOP } from "../../support/builders";
import { createTestDeps } from "../../support/deps";
import { END_DAY, ordersOf, purchasesOf } from "../builders";

test("a comparison that takes too long ends without a result, and training has its data", async () => {
  const purchases = purchasesOf(60, ordersOf(60));
  const signal = new AbortController().signal;
  const outcome = await compareInThread(
    SHOP,
    { purchases, endDay: END_DAY },
    { signal, onProgress: () => undefined, limits: { heapMb: 256, timeoutMs: 1 } },
    createTestDeps(),
  );
  expect(outcome).toBeNull();
  expect(purchases.days.length).toBeGreaterThan(60);
});
