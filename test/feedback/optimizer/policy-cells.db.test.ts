import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import {
  drawMessageVariants,
  listContentExperiments,
} from "~/experiments/optimization/draw-message-variants.server";
import { OWN_VARIANT } from "~/experiments/optimization/experiment";
import { saveExperiment } from "~/experiments/optimization/experiment-store.server";
import {
  countPolicyCells,
  readPolicyEconomics,
} from "~/feedback/optimizer/policy-cell-store.server";
import { storedJson } from "~/flows/stored-json";
import { daysAgo, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { anIntent } from "../../support/delivery-builders";
import { createTestDeps } from "../../support/deps";
import { insertMessages } from "../../support/message-rows";
import { storeOrder } from "../../support/stored-checkout";
import { emptyTables, FLOW_ID, storeProfile, storeShopWithFlows } from "../../support/stored-rows";

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  await emptyTables(database.db);
  await storeShopWithFlows(database.db);
  await storeProfile(database.db, createTestDeps().keyring, "1");
});
afterAll(() => database.close());

/** Emails of a live flow. @returns their ids */
async function send(count: number, sentAt: Date): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, n) => `m${n}`);
  const email = { shopId: SHOP, flowId: FLOW_ID, flowVersion: 1, stepId: "email-1" };
  await insertMessages(
    database.db,
    ids.map((messageId) => ({
      ...{ ...email, messageId, profileId: "c1", state: "sent", sentAt },
      ...{ plannedAt: sentAt, nextRunAt: sentAt, expiresAt: NOW },
      intent: storedJson(anIntent()),
    })),
  );
  return ids;
}

describe("the counts of the policy", () => {
  test("draws by the shares of the recipient's group, and counts each group", async () => {
    const { db } = database;
    const shares = (engaged: number, newcomers: number) => [engaged, newcomers, 0.5];
    const variants = [
      { variant: OWN_VARIANT, text: null, share: 0.5, groupShares: shares(1, 0) },
      { variant: "line-2", text: "Another", share: 0.5, groupShares: shares(0, 1) },
    ];
    const scope = { kind: "subject", flowId: FLOW_ID, stepId: "email-1" } as const;
    await saveExperiment(db, SHOP, { ...scope, variants, isHeld: false }, NOW);
    const drawn = await listContentExperiments(db, SHOP);
    await drawMessageVariants(db, SHOP, await send(20, daysAgo(3)), drawn, NOW);
    expect(await db.messageVariant.findMany({ distinct: ["variant"] })).toMatchObject([
      { variant: "line-2", rate: 1, group: 1 },
    ]);
    const cells = await countPolicyCells(db, SHOP, NOW);
    expect(cells).toEqual([
      {
        ...{ email: `${FLOW_ID}/email-1`, group: 1, variants: { subject: "line-2" } },
        ...{ sends: 20, clicks: 0, unsubscribes: 0, valued: 0, net: 0, netSquared: 0 },
      },
    ]);
  });

  test("values a click by the margin of what the customer orders in the 30 days after it, with or without a draw", async () => {
    const { db } = database;
    const [first = "", second = ""] = await send(3, daysAgo(50));
    await db.engagementEvent.createMany({
      data: [
        { messageId: first, occurredAt: daysAgo(49), classification: "human" },
        // The 30 days of this click are not over.
        { messageId: second, occurredAt: daysAgo(20), classification: "human" },
      ].map((click) => ({ ...click, shopId: SHOP, eventId: click.messageId, linkIndex: 0 })),
    });
    await storeOrder(db, "c1", { orderId: "1", placedAt: daysAgo(40), totalMinor: 50_00n });
    await storeOrder(db, "c1", { orderId: "2", placedAt: daysAgo(10), totalMinor: 90_00n });
    // Half of the line's 24.00 is the cost of its goods.
    const net = 50_00 - 12_00;
    expect(await countPolicyCells(db, SHOP, NOW)).toMatchObject([
      { email: "undrawn", sends: 3, clicks: 2, valued: 1, net, netSquared: net ** 2 },
    ]);
    const { clickValue } = await readPolicyEconomics(db, SHOP, [], NOW);
    expect(clickValue).toBeCloseTo(0.05 * 70_00 * 0.5);
  });
});
