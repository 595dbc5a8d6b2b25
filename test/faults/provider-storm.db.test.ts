import { beforeEach, describe, expect } from "vitest";
import type { BatchOutcome, Mailer } from "~/delivery/mailer";
import { drainOutboxJob } from "~/delivery/outbox/drain-outbox.job.server";
import { findAccountPause } from "~/delivery/pace/account-store.server";
import { storedJson } from "~/flows/stored-json";
import type { PrismaClient } from "~/generated/prisma/client";
import { ShopId } from "~/lib/shop-id";
import { hoursAgo, SHOP } from "../support/builders";
import { dueShopsOf } from "../support/due-shops";
import { addSendingShop, WITHOUT_QUIET_HOURS } from "../support/outbox-stage";
import { overSeeds, type Draw } from "../support/over-seeds";
import { useOutbox } from "../support/use-outbox";
import { expectEachOnce, type AcceptedProviderEmail } from "./expect-each-once";

const ACCOUNT = "resend/test";
/** Fast enough that no call of the test waits for a token. */
const PER_SECOND = 1_000;
const SMALL_SHOPS = ["teapot", "saucer", "spoon"].map((name) =>
  ShopId.parse(`${name}.myshopify.com`),
);

const outbox = useOutbox();
beforeEach(async () => {
  const { db } = outbox;
  await db.mailerAccount.deleteMany();
  await db.mailerAccount.create({
    data: {
      account: ACCOUNT,
      tokens: PER_SECOND,
      ratePerSecond: PER_SECOND,
      refilledAt: new Date(),
    },
  });
});

/** The account shared by all shops, with its accepted emails. */
function sharedAccount(): { readonly mailer: Mailer; readonly accepted: AcceptedProviderEmail[] } {
  const accepted: AcceptedProviderEmail[] = [];
  const { mailer } = outbox;
  return {
    accepted,
    mailer: {
      ...mailer,
      account: ACCOUNT,
      async sendBatch(batch) {
        const outcome = await mailer.sendBatch(batch);
        if (outcome.kind === "answered") {
          for (const { to, messageId } of batch.emails) {
            accepted.push({ recipient: to, messageId, key: batch.key });
          }
        }
        return outcome;
      },
    },
  };
}

/** A shop with many batches to send, and a few with one or two emails. */
async function prepare(draw: Draw): Promise<number> {
  const { db, mailer, plan, run } = outbox;
  let emails = 0;
  const add = async (shopId: ShopId, count: number) => {
    for (let i = 0; i < count; i++) {
      emails += 1;
      await plan(String(emails), `m${emails}`, { shopId });
    }
  };
  await add(SHOP, draw.between(16, 30));
  const halvings = draw.between(1, 4);
  mailer.next(...Array.from({ length: halvings }, () => () => REJECTED));
  for (let i = 0; i < halvings; i++) await run();
  for (const shopId of SMALL_SHOPS.slice(0, draw.between(1, SMALL_SHOPS.length))) {
    await addSendingShop(db, shopId);
    await add(shopId, draw.between(1, 2));
  }
  // The storm starts and ends during the day, since quiet hours are tested elsewhere.
  for (const { shopId, sending } of await db.settings.findMany()) {
    const { quietHours } = WITHOUT_QUIET_HOURS;
    const data = { sending: storedJson({ ...(sending as object), quietHours }) };
    await db.settings.update({ where: { shopId }, data });
  }
  return emails;
}

const MIDNIGHT = hoursAgo(-12);
const REJECTED: BatchOutcome = { kind: "rejected", reason: "invalid" };

/** A provider's response to too many calls, or after the daily quota. */
function refusalAt(now: Date, draw: Draw): Extract<BatchOutcome, { retryAfterMs: number }> {
  const untilMidnightMs = MIDNIGHT.getTime() - now.getTime();
  return untilMidnightMs <= 0 || draw.chance(0.4)
    ? { kind: "rate_limited", retryAfterMs: 600_000 }
    : { kind: "quota_exhausted", retryAfterMs: untilMidnightMs };
}

/** The clock of an account's pause. */
async function databaseNow(db: PrismaClient): Promise<Date> {
  const [row] = await db.$queryRaw<[{ now: Date }]>`select clock_timestamp() as now`;
  return row.now;
}

describe("F7: a storm at the provider", () => {
  overSeeds(
    "F7: whoever is refused, before midnight or at any time, nobody calls until the time that was named; then each shop has its turn, and nothing is lost",
    { usual: 3 },
    async (draw) => {
      const { db } = outbox;
      const emails = await prepare(draw);
      const { mailer, accepted } = sharedAccount();
      let now = hoursAgo(-draw.between(0, 719) / 60);
      const { signal } = new AbortController();
      /** A slice for each shop with due emails, in any order, like a worker that awaits all. */
      const giveTurns = async () => {
        const due = await dueShopsOf(drainOutboxJob, db, now);
        for (const shopId of draw.shuffled(due)) {
          await drainOutboxJob.run(shopId, { ...outbox.deps, mailer, now: () => now }, signal);
        }
        return due;
      };

      for (let storms = draw.between(1, 3); storms > 0; storms--) {
        const refusal = refusalAt(now, draw);
        const before = await databaseNow(db);
        const calls = outbox.mailer.calls.length;
        outbox.mailer.next(() => refusal);
        await giveTurns();
        expect(outbox.mailer.calls).toHaveLength(calls + 1);
        await giveTurns();
        expect(outbox.mailer.calls).toHaveLength(calls + 1);
        const rest = await findAccountPause(db, ACCOUNT);
        expect(rest?.reason).toBe(refusal.kind);
        const refusedAt = new Date((rest?.until.getTime() ?? 0) - refusal.retryAfterMs);
        expect(refusedAt >= before && refusedAt <= (await databaseNow(db)), "as named").toBe(true);
        // The account's pause uses the database's clock, which does not follow ours.
        now = new Date(now.getTime() + refusal.retryAfterMs);
        await db.mailerAccount.updateMany({ data: { restUntil: null, restReason: null } });
      }

      const due = await giveTurns();
      const firstIds = accepted.map(({ messageId }) => messageId!);
      const served = await db.messageStatus.findMany({
        where: { messageId: { in: firstIds } },
        select: { shopId: true },
        distinct: ["shopId"],
      });
      expect(served.map(({ shopId }) => shopId).toSorted()).toEqual(due.toSorted());
      while ((await giveTurns()).length > 0);
      await expectEachOnce(db, accepted, emails);
    },
  );
});
