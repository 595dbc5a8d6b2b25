import { afterAll, beforeAll, expect, test } from "vitest";
import type { SegmentRule } from "~/segments/segment";
import { openSharedStage } from "../support/shared-stage";
import type { Stage } from "../support/stage";

const CUSTOMER = "1001000";
const JUST_ORDERED: SegmentRule = {
  kind: "all",
  of: [
    {
      kind: "did",
      behavior: "ordered",
      window: { kind: "last", days: 1 },
      comparison: "at_least",
      times: 1,
    },
  ],
};

let stage: Stage;
beforeAll(async () => {
  stage = await openSharedStage({ flows: [] });
});
afterAll(() => stage.close());

/** The lines of the segment's export, without the header. */
async function membersOf(segmentId: string): Promise<string[]> {
  const answer = await stage.merchants[0]!.request(`/app/segments/${segmentId}/export`);
  return (await answer.text()).trim().split("\r\n").slice(1);
}

test("an order makes its customer a segment member through its webhook alone", async () => {
  const merchant = stage.merchants[0]!;
  const created = await merchant.submitJson("/app/segments/new", {
    name: "Just ordered",
    rule: JUST_ORDERED,
  });
  const [, segmentId = ""] = /\/app\/segments\/([0-9a-f-]{36})/.exec(await created.text()) ?? [];
  await merchant.waitUntilQuiet();
  expect(await membersOf(segmentId)).toEqual([]);

  const lines = [{ productId: "1000001", variantId: "1000101", quantity: 1 }];
  const checkout = { token: "left", customerId: CUSTOMER, lines };
  await stage.control.play(
    stage.shops[0]!,
    [
      { kind: "checkout_created", checkout },
      { kind: "checkout_completed", token: "left", orderId: "777", orderName: "#777" },
    ],
    { wait: true },
  );
  // The clock stands still, so no scan becomes due.
  await expect
    .poll(() => membersOf(segmentId))
    .toEqual([expect.stringContaining(`"${CUSTOMER}"`) as string]);
});

test("a Shopify segment imported with its members follows them by webhooks", async () => {
  const merchant = stage.merchants[0]!;
  const play = (...happenings: Parameters<typeof stage.control.play>[1]) =>
    stage.control.play(stage.shops[0]!, happenings, { wait: true });
  const tag = (...tags: string[]) =>
    play({ kind: "customer_updated", customerId: CUSTOMER, change: { tags } });
  const segment = { id: "950", name: "Tagged", query: "customer_tags CONTAINS 'followed'" };
  await play({ kind: "segment_saved", segment });
  const imported = await merchant.submitJson("/app/segments/import", { shopifySegmentId: "950" });
  const [, segmentId = ""] = /\/app\/segments\/([0-9a-f-]{36})/.exec(await imported.text()) ?? [];
  await merchant.waitUntilQuiet();
  expect(await membersOf(segmentId)).toEqual([]);

  // The clock stands still, so the members are not read again.
  await tag("followed");
  await expect
    .poll(() => membersOf(segmentId))
    .toEqual([expect.stringContaining(`"${CUSTOMER}"`) as string]);
  await tag();
  await expect.poll(() => membersOf(segmentId)).toEqual([]);
});
