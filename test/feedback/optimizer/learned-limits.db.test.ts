import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { findLearnedCaps } from "~/experiments/frequency/learned-caps.server";
import { answerOptimizationsRequest } from "~/pages/optimizations/answer-optimizations.server";
import { getOptimizationsPage } from "~/pages/optimizations/optimizations-page.server";
import { decideExperimentsJob } from "~/feedback/optimizer/decide-experiments.job.server";
import { storedJson } from "~/flows/stored-json";
import { profileIdOfCustomer } from "~/lib/profile-id";
import { daysAgo, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { anIntent } from "../../support/delivery-builders";
import { createTestDeps } from "../../support/deps";
import {
  emptyTables,
  FLOW_ID,
  storeProfile,
  storeShopWithFlows,
  turnBaselineOff,
} from "../../support/stored-rows";
import { insertMessages } from "../../support/message-rows";

const DAY_MS = 86_400_000;
const { keyring } = createTestDeps();
let database: Database;
let now: Date;

beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  now = NOW;
  await emptyTables(database.db);
  await storeShopWithFlows(database.db);
  await storeProfile(database.db, keyring, "1");
  await turnBaselineOff(database.db);
});
afterAll(() => database.close());

const deps = () => ({ db: database.db, keyring, now: () => now });
async function nextDay() {
  now = new Date(now.getTime() + DAY_MS);
  await decideExperimentsJob.run(SHOP, deps(), new AbortController().signal);
}
const ask = (body: unknown) => answerOptimizationsRequest(SHOP, body, deps());
const page = () => getOptimizationsPage(database.db, SHOP, now);

describe("learned limits", () => {
  const ids = Array.from({ length: 600 }, (_, n) => profileIdOfCustomer(`t${n}`));
  const capsOf = () => findLearnedCaps(database.db, SHOP, ids, now);
  const changes = async () => (await page()).weeks.flatMap((week) => week.changes);

  beforeEach(async () => {
    const { db } = database;
    const of = (profileId: string) => ({ shopId: SHOP, profileId });
    await db.profile.createMany({
      data: ids.map((id) => ({ ...of(id), createdAt: daysAgo(90) })),
    });
    const tolerance = { emailsPer28Days: 8, lossRate: 0.018, low: 0.015, high: 0.03, grade: "B" };
    await db.prediction.createMany({
      data: ids.map((id) => ({
        ...of(id),
        computedAt: daysAgo(1),
        modelVersions: {},
        grade: "B",
        emailsPer28Days: 8,
        detail: { tolerance },
      })),
    });
    const sentAt = daysAgo(5);
    await insertMessages(
      db,
      ids.map((id) => ({
        ...of(id),
        ...{ messageId: `m-${id}`, flowId: FLOW_ID, flowVersion: 1, stepId: "email-1" },
        ...{ state: "sent", plannedAt: sentAt, nextRunAt: sentAt, sentAt, expiresAt: NOW },
        intent: storedJson(anIntent()),
      })),
    );
  });

  test("reach a fifth of the customers at most until the merchant approves more", async () => {
    await nextDay();
    const caps = await capsOf();
    expect([...new Set(caps.values())]).toEqual([2]);
    expect(caps.size).toBeGreaterThan(50);
    expect(caps.size).toBeLessThan(120);
    const [tried] = await changes();
    expect(tried).toMatchObject({ kind: "frequency", email: null, awaitsApproval: true });

    expect((await ask({ kind: "approve", decisionId: tried?.decisionId })).error).toBeNull();
    // Of all but the control, a fifth at once and a fifth more each day.
    const decidedAt = now;
    const sizes: number[] = [];
    for (let day = 0; day < 5; day++) {
      now = new Date(decidedAt.getTime() + day * DAY_MS);
      const reached = await capsOf();
      for (const id of caps.keys()) expect(reached.has(id)).toBe(true);
      sizes.push(reached.size / ids.length);
    }
    now = decidedAt;
    for (const [day, share] of [0.2, 0.4, 0.6, 0.8, 0.9].entries()) {
      expect(Math.abs(sizes[day]! - share)).toBeLessThan(0.06);
    }
    expect((await ask({ kind: "approve", decisionId: tried?.decisionId })).error).toEqual({
      kind: "replaced",
    });
    const [approved] = await changes();
    expect(approved).toMatchObject({ evidence: { kind: "approved" }, awaitsApproval: false });
    await ask({ kind: "revert", decisionId: approved?.decisionId });
    expect(await capsOf()).toEqual(caps);
    await ask({ kind: "revert", decisionId: tried?.decisionId });
    await nextDay();
    expect(await capsOf()).toEqual(new Map());
  });

  test("end automatically when customers without them spend more, unless the merchant decides otherwise", async () => {
    const { db } = database;
    await nextDay();
    const treated = await capsOf();
    const { currency } = await db.shop.findUniqueOrThrow({ where: { shopId: SHOP } });
    await db.order.createMany({
      data: ids
        .filter((id) => !treated.has(id))
        .map((id, n) => ({
          ...{ shopId: SHOP, orderId: `o-${id}`, name: id, profileId: id, currency },
          ...{ placedAt: now, sourceUpdatedAt: now, totalMinor: BigInt(4_000 + (n % 7) * 500) },
        })),
    });
    await nextDay();
    // Orders at exactly the time of the change count as before it.
    expect((await capsOf()).size).toBe(treated.size);
    await db.order.updateMany({ data: { placedAt: now } });
    await nextDay();
    expect(await capsOf()).toEqual(new Map());
    expect((await changes())[0]).toMatchObject({
      evidence: {
        ...{ kind: "compared", rule: "control_earns_more" },
        people: { control: ids.length - treated.size, treated: treated.size },
      },
    });
    await nextDay();
    expect(await capsOf()).toEqual(new Map());
    const [held] = (await page()).held;
    await ask({ kind: "release", scopeKey: held?.scopeKey });
    await nextDay();
    expect((await capsOf()).size).toBe(treated.size);
  });
});
