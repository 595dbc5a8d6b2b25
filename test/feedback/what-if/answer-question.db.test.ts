import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { drawByShares, FREQUENCY_SCOPE, scopeKey } from "~/experiments/optimization/experiment";
import {
  frequencyExperiment,
  recordDecision,
} from "~/experiments/optimization/experiment-store.server";
import { TEST_SHARES } from "~/experiments/frequency/frequency-variants";
import { answerQuestion } from "~/feedback/what-if/answer-question.server";
import { daysAgo, NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { insertMessages } from "../../support/message-rows";
import { emptyTables, FLOW_ID, storeShopWithFlows } from "../../support/stored-rows";

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
});
beforeEach(async () => {
  await emptyTables(database.db);
  await storeShopWithFlows(database.db);
});
afterAll(() => database.close());

const ask = (question: Parameters<typeof answerQuestion>[2]) =>
  answerQuestion(database.db, SHOP, question, NOW);

interface Emailed {
  readonly emailedAt: Date;
  /** Default: an hour after the email. */
  readonly orderedAt?: Date;
  readonly totalMinor: bigint;
}

/** Customers, each with one email and one order. */
async function storeEmailed(count: number, of: (n: number, profileId: string) => Emailed) {
  const { db } = database;
  const people = Array.from({ length: count }, (_, n) => {
    const customerId = String(50_000 + n);
    const profileId = `c${customerId}`;
    return { customerId, profileId, messageId: `m${customerId}`, ...of(n, profileId) };
  });
  await db.profile.createMany({
    data: people.map(({ customerId, profileId }) => ({
      ...{ shopId: SHOP, customerId, profileId, createdAt: daysAgo(100) },
    })),
  });
  await insertMessages(
    db,
    people.map(({ messageId, profileId, emailedAt: at }) => ({
      ...{ shopId: SHOP, messageId, profileId, flowId: FLOW_ID, flowVersion: 1 },
      ...{ stepId: "email-1", state: "sent", plannedAt: at, sentAt: at, expiresAt: at, intent: {} },
    })),
  );
  await db.order.createMany({
    data: people.map(({ messageId, profileId, emailedAt, orderedAt, totalMinor }) => ({
      ...{ shopId: SHOP, orderId: `o${messageId}`, name: "#1", profileId, currency: "GBP" },
      placedAt: orderedAt ?? new Date(emailedAt.getTime() + 3_600_000),
      ...{ sourceUpdatedAt: emailedAt, totalMinor },
    })),
  });
  return people;
}

describe("answerQuestion", () => {
  test("replays 90 days whose outcomes are known", async () => {
    expect(await ask({ kind: "flow_off", flowId: FLOW_ID })).toEqual({
      ...{ kind: "no_draws", days: 7, from: daysAgo(97), to: daysAgo(7) },
    });
    expect(await ask({ kind: "email_off" })).toMatchObject({ kind: "no_draws" });
  });

  test("answers for one variant of an email", async () => {
    const people = await storeEmailed(80, (n) => ({
      emailedAt: daysAgo(20 + (n % 10)),
      totalMinor: n % 20 < 10 ? 30_00n : 20_00n,
    }));
    await database.db.messageVariant.createMany({
      data: people.map(({ messageId }, n) => ({
        ...{ shopId: SHOP, messageId, kind: "layout", rate: 0.5 },
        variant: n % 20 < 10 ? "products_first" : "own",
      })),
    });
    const email = { kind: "variant", of: "layout", flowId: FLOW_ID, stepId: "email-1" } as const;
    const answer = await ask({ ...email, variant: "products_first" });
    expect(answer).toMatchObject({ kind: "estimated", draws: 80, alike: 40 });
    if (answer.kind !== "estimated") return;
    expect(answer.revenue.change).toBeCloseTo(40 * 10_00, 0);
    expect(answer.revenue.low).toBeGreaterThan(0);
  });

  test("does not answer what is never random", async () => {
    expect(await ask({ kind: "discount" })).toEqual({ kind: "never_random" });
    expect(await ask({ kind: "weekly_limit" })).toEqual({ kind: "no_limit_test" });
  });
});

describe("a tested weekly limit", () => {
  async function begin(since: Date) {
    const evidence = {
      kind: "tolerance",
      customers: 9,
      scored: 90,
      capPer7Days: 3,
      lossRate: 0.01,
    } as const;
    await database.db.$transaction((tx) =>
      recordDecision(
        tx,
        SHOP,
        { experiment: frequencyExperiment([]), after: TEST_SHARES, evidence },
        since,
      ),
    );
  }

  test("is not judged in its first week", async () => {
    await begin(daysAgo(5));
    expect(await ask({ kind: "weekly_limit" })).toEqual({ kind: "too_early", since: daysAgo(5) });
  });

  test("is answered from customers emailed before it, by their draw", async () => {
    await begin(daysAgo(30));
    const key = scopeKey(FREQUENCY_SCOPE);
    const isLimited = (profileId: string) =>
      drawByShares(TEST_SHARES, `${SHOP}|${key}|${profileId}`).variant !== "own";
    const people = await storeEmailed(320, (_n, profileId) => ({
      ...{ emailedAt: daysAgo(35), orderedAt: daysAgo(9) },
      totalMinor: isLimited(profileId) ? 10_00n : 30_00n,
    }));
    const limited = people.filter(({ profileId }) => isLimited(profileId)).length;
    expect(limited).toBeGreaterThan(30);
    const answer = await ask({ kind: "weekly_limit" });
    expect(answer).toMatchObject({ kind: "estimated", days: 30, draws: 320, alike: limited });
    if (answer.kind !== "estimated") return;
    expect(answer.revenue.change).toBeCloseTo((320 - limited) * -20_00, 0);
    expect(answer.revenue.high).toBeLessThan(0);
  });
});
