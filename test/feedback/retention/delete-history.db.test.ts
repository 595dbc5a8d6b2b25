import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { markDaysForRecount } from "~/feedback/counts/count-store.server";
import { recreditOrders } from "~/feedback/recredit-orders.server";
import { deleteHistoryJob } from "~/feedback/retention/delete-history.job.server";
import { daysAgo, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { dueShopsOf } from "../../support/due-shops";
import { propertyRuns } from "../../support/property-runs";
import {
  emptyTables,
  storeEngagementEvent,
  storeMessage,
  storeProfile,
  storeShopWithFlows,
} from "../../support/stored-rows";
import {
  OLD_CAMPAIGN,
  countAll,
  deleteHistory,
  LIMIT,
  messageIds,
  numbersOf,
  openHistory,
  countRows,
  send,
  storeYears,
  type HistoryDeps,
} from "./stored-history";

const { signal } = new AbortController();
let database: Database;
let deps: HistoryDeps;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  deps = await openHistory(database);
});

describe("deleteHistoryJob", () => {
  test("deletes old emails with all that follows from them, and nothing younger, in this shop only", async () => {
    await storeYears(deps);
    await storeYears(deps, OTHER_SHOP);
    const before = await countRows(deps, SHOP);
    const others = await countRows(deps, OTHER_SHOP);
    await deleteHistory(deps);

    const after = await countRows(deps, SHOP);
    const kept = ["f1", "f2"].flatMap((it) =>
      [LIMIT + 200, LIMIT - 2, LIMIT - 100, 10].map((days) => `${it}-${days}`),
    );
    expect(after.messages).toEqual(kept.sort());
    // Of eight emails with clicks, three were deleted; of two more, which are kept, the first has lost its content.
    expect(after).toMatchObject({
      ...{ outcomes: 8, variants: 4, reports: 4, clicks: 4, batches: 4 },
      ...{ keys: before.keys, orders: before.orders },
    });
    expect(after.contents).toBe(6);
    expect(
      await deps.db.messageContent.findMany({
        where: { messageId: `f1-${LIMIT + 200}`, shopId: SHOP },
      }),
    ).toEqual([]);
    expect(await countRows(deps, OTHER_SHOP)).toEqual(others);
    expect(
      await deps.db.auditEntry.findMany({ where: { action: "history_deleted" } }),
    ).toMatchObject([{ shopId: SHOP, actor: "kindred", detail: { months: 25, emails: 6 } }]);
  });

  test("keeps the numbers of reports, lift, campaigns and attribution, also when they are counted again", async () => {
    await storeYears(deps);
    await countAll(deps);
    const before = await numbersOf(deps, SHOP);
    expect(before.counts.length).toBeGreaterThan(5);
    expect(before.lift.length).toBeGreaterThan(5);
    expect(before.campaign).toMatchObject({ sent: 2, clicked: 2, orders: 2 });
    await deleteHistory(deps);
    expect(await numbersOf(deps, SHOP)).toEqual(before);

    const all = await deps.db.message.findMany({ where: { shopId: SHOP } });
    await deps.db.$transaction(async (tx) => {
      await markDaysForRecount(
        tx,
        SHOP,
        all.map((it) => it.messageId),
      );
      await recreditOrders(tx, SHOP, [`of1-${LIMIT + 100}`, `of1-${LIMIT + 200}`], 120);
    });
    await countAll(deps);
    expect(await numbersOf(deps, SHOP)).toEqual(before);
    expect(await deps.db.reportRollupQueue.count()).toBe(0);
  });

  test("waits until the numbers of what it deletes are counted", async () => {
    await storeYears(deps);
    await deps.db.historyRetention.create({ data: { shopId: SHOP, nextRunAt: NOW } });
    expect(await deleteHistoryJob.run(SHOP, deps, signal)).toEqual({ more: false });
    expect(await messageIds(deps)).toHaveLength(14);
    const { nextRunAt } = await deps.db.historyRetention.findUniqueOrThrow({
      where: { shopId: SHOP },
    });
    expect(nextRunAt).toEqual(daysAgo(-1 / 24));
  });

  test("resumes after an interruption, with the same result and one audit entry", async () => {
    await storeYears(deps);
    await countAll(deps);
    const numbers = await numbersOf(deps, SHOP);
    await deps.db.historyRetention.create({ data: { shopId: SHOP, nextRunAt: NOW } });
    const aborted = new AbortController();
    aborted.abort();
    expect(await deleteHistoryJob.run(SHOP, deps, aborted.signal)).toEqual({ more: true });
    // The process ends while a slice is deleted: nothing of the slice is.
    let calls = 0;
    const ending = deps.db.$extends({
      query: {
        historyRetention: {
          update({ args, query }) {
            if (++calls === 1) throw new Error("the process ends");
            return query(args);
          },
        },
      },
    });
    const run = deleteHistoryJob.run(SHOP, { ...deps, db: ending as never }, signal);
    await expect(run).rejects.toThrow("the process ends");
    expect(await messageIds(deps)).toHaveLength(14);

    while ((await deleteHistoryJob.run(SHOP, deps, signal)).more);
    expect(await messageIds(deps)).toHaveLength(8);
    expect(await numbersOf(deps, SHOP)).toEqual(numbers);
    expect(await deps.db.auditEntry.count({ where: { action: "history_deleted" } })).toBe(1);
  });

  test("keeps everything if the merchant wants that, what still waits, and what was clicked lately", async () => {
    await storeYears(deps);
    const profileId = await storeProfile(deps.db, deps.keyring, "3");
    for (const [messageId, state] of [
      ["sent", "sent"],
      ["clicked", "sent"],
      ["waits", "planned"],
    ] as const) {
      const plannedAt = daysAgo(LIMIT + (messageId === "sent" ? 21 : 20));
      await storeMessage(deps.db, profileId, {
        ...{ messageId, state, plannedAt, sentAt: plannedAt, linkCount: 1 },
      });
    }
    await storeEngagementEvent(deps.db, "clicked", { occurredAt: daysAgo(1) });
    await deps.db.historyRetention.create({ data: { shopId: SHOP, months: null, nextRunAt: NOW } });
    await countAll(deps);
    await deleteHistoryJob.run(SHOP, deps, signal);
    expect(await messageIds(deps)).toHaveLength(17);
    expect(await dueShopsOf(deleteHistoryJob, deps.db, daysAgo(-99))).not.toContain(SHOP);

    await deps.db.historyRetention.update({ where: { shopId: SHOP }, data: { months: 25 } });
    await deleteHistory(deps);
    expect(await messageIds(deps)).toEqual(expect.arrayContaining(["sent", "clicked", "waits"]));
    expect(await messageIds(deps)).toHaveLength(11);
    const contents = await deps.db.messageContent.findMany({
      where: { messageId: { in: ["sent", "clicked", "waits"] } },
    });
    expect(contents.map(({ messageId }) => messageId).sort()).toEqual(["clicked", "waits"]);
  });

  test("runs again when the oldest email is old enough, and not in a shop whose history is young", async () => {
    await storeYears(deps);
    expect(await dueShopsOf(deleteHistoryJob, deps.db, NOW)).toEqual([SHOP, OTHER_SHOP].sort());
    await deleteHistoryJob.run(OTHER_SHOP, deps, signal);
    // Four weeks pass before the first run.
    expect(await dueShopsOf(deleteHistoryJob, deps.db, daysAgo(-27))).toEqual([SHOP]);
    await deleteHistory(deps);
    const rows = await deps.db.historyRetention.findMany({ orderBy: { shopId: "asc" } });
    const [own] = rows.filter(({ shopId }) => shopId === SHOP);
    const days = ((own?.nextRunAt?.getTime() ?? 0) - NOW.getTime()) / 86_400_000;
    expect(days).toBeGreaterThan(1);
    expect(days).toBeLessThan(6);
  });

  test("of random histories it deletes only what no count of first emails needs", async () => {
    const histories = fc.array(
      fc.record({
        customer: fc.constantFrom("1", "2", "3"),
        days: fc.integer({ min: 1, max: LIMIT + 300 }),
        isCampaign: fc.boolean(),
        variant: fc.constantFrom("treated" as const, "holdout" as const),
      }),
      { minLength: 1, maxLength: 14 },
    );
    await fc.assert(
      fc.asyncProperty(
        histories,
        fc.integer({ min: 1, max: LIMIT + 300 }),
        async (history, since) => {
          await emptyTables(deps.db);
          await storeShopWithFlows(deps.db, SHOP);
          for (const [at, sending] of [
            [since, { holdoutRate: 0.2, shopHoldoutRate: 0.1 }],
          ] as const) {
            await deps.db.auditEntry.create({
              data: {
                ...{ shopId: SHOP, auditId: `saved-${at}`, at: daysAgo(at), actor: "merchant" },
                ...{ action: "settings_saved", detail: sending },
              },
            });
          }
          for (const customer of ["1", "2", "3"])
            await storeProfile(deps.db, deps.keyring, customer);
          for (const [i, { customer, days, isCampaign, variant }] of history.entries()) {
            const campaignId = isCampaign ? `${OLD_CAMPAIGN}-${i}` : undefined;
            if (campaignId) {
              const at = daysAgo(days);
              await deps.db.campaign.create({
                data: {
                  ...{ shopId: SHOP, campaignId, name: campaignId, status: "sent", plan: {} },
                  ...{ createdAt: at, updatedAt: at, endedAt: at },
                },
              });
            }
            const to = { messageId: `m${i}`, profileId: `c${customer}`, days, variant };
            await send(deps, { ...to, ...(campaignId && { campaignId }) });
          }
          await countAll(deps);
          const numbers = await numbersOf(deps, SHOP);
          const young = (
            await deps.db.message.findMany({ where: { plannedAt: { gte: daysAgo(LIMIT) } } })
          ).map(({ messageId }) => messageId);
          await deleteHistory(deps);
          expect(await messageIds(deps)).toEqual(expect.arrayContaining(young));
          await countAll(deps);
          expect(await numbersOf(deps, SHOP)).toEqual(numbers);
        },
      ),
      { numRuns: propertyRuns(20) },
    );
  });
});
