import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { countAudience, listAudience } from "~/campaigns/audience/audience-store.server";
import type { CampaignAudience } from "~/campaigns/campaign";
import type { PrismaClient } from "~/generated/prisma/client";
import { eraseCustomer } from "~/privacy/erase-customer.server";
import { NOW, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { storeOrder } from "../support/stored-checkout";
import { storeMessage, storeProfile } from "../support/stored-rows";
import { DEFAULT_CAMPAIGN_PLAN, openCampaignBench, type CampaignBench } from "./campaign-bench";
import { propertyRuns } from "../support/property-runs";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

async function openBench(holdoutRate = 0): Promise<CampaignBench> {
  const bench = openCampaignBench(database);
  await bench.begin(holdoutRate);
  return bench;
}

const idOf = (n: number) => String(1_000 + n);

/** Sends due emails and dies before it reads the response; the provider has accepted them or not. */
async function dieWhileSending(bench: CampaignBench, wasTaken: boolean): Promise<void> {
  let isDying = true;
  bench.mailer.next((batch) => {
    if (!isDying) return bench.mailer.take(batch);
    if (wasTaken) bench.mailer.take(batch);
    return Promise.reject(new Error("killed while it waited for the answer"));
  });
  await bench.drainOnce().catch(() => undefined);
  isDying = false;
}

const act = fc.constantFrom(
  ...(["plan", "drain", "killed", "killed late", "pause", "resume", "cancel", "hour"] as const),
);

test("reaches each recipient once when paused, killed, resumed or canceled at any point", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom(null, 24),
      fc.array(act, { minLength: 3, maxLength: 16 }),
      async (people, emailsPerHour, acts) => {
        const bench = await openBench();
        for (let n = 0; n < people; n++) {
          await storeProfile(bench.db, bench.keyring, idOf(n), { countryCode: "GB" });
        }
        const campaignId = await bench.create({ emailsPerHour });
        await bench.start(campaignId);
        const count = async () =>
          Object.fromEntries(
            (await bench.states(campaignId)).map(({ state, _count }) => [state, _count]),
          ) as Partial<Record<string, number>>;
        let held: number | null = null;
        for (const it of acts) {
          if (it === "plan") await bench.planOnce();
          if (it === "drain") await bench.drainOnce();
          if (it === "killed" || it === "killed late") {
            await dieWhileSending(bench, it === "killed late");
          }
          if (it === "hour") await bench.pass(1);
          if (it === "pause" || it === "resume" || it === "cancel") {
            const { kind } = await bench.command(campaignId, it);
            if (kind === "changed") {
              // Only emails already being sent may still be accepted.
              const { sent = 0, sending = 0 } = await count();
              held = it === "resume" ? null : sent + sending;
            }
          }
          if (held !== null) expect(bench.takenTo().length).toBeLessThanOrEqual(held);
          expect(new Set(bench.takenTo()).size).toBe(bench.takenTo().length);
        }
        await bench.command(campaignId, "resume");
        await bench.runOut();
        const { planned = 0, sending = 0, sent = 0, skipped = 0 } = await count();
        expect([planned, sending]).toEqual([0, 0]);
        expect(bench.takenTo()).toHaveLength(sent);
        expect(new Set(bench.takenTo()).size).toBe(sent);
        const { status } = (await bench.db.campaign.findFirst({ where: { campaignId } }))!;
        if (status === "canceled") expect(sent + skipped).toBeLessThanOrEqual(people);
        else expect([status, sent]).toEqual(["sent", people]);
      },
    ),
    { numRuns: propertyRuns(25) },
  );
});

/** A customer's change between planning and sending, and the resulting reason. */
const TURNS = {
  none: null,
  unsubscribes: "unsubscribed",
  bounces: "suppressed",
  "asks to be forgotten": "erased",
  buys: "order_placed",
} as const;
type Turn = keyof typeof TURNS;

async function turn(bench: CampaignBench, customerId: string, what: Turn): Promise<void> {
  const { db, keyring } = bench;
  const profileId = `c${customerId}`;
  switch (what) {
    case "none":
      return;
    case "unsubscribes":
      await db.profile.update({
        where: { shopId_profileId: { shopId: SHOP, profileId } },
        data: { marketingState: "unsubscribed" },
      });
      return;
    case "bounces": {
      const emailIndex = keyring.blindIndex(SHOP, `customer-${customerId}@example.com`);
      const createdAt = bench.today();
      await db.suppression.create({
        data: { shopId: SHOP, emailIndex, reason: "hard_bounce", createdAt },
      });
      return;
    }
    case "asks to be forgotten": {
      const request = { requestKey: customerId, customerId, email: null, orderIds: [] };
      await eraseCustomer(SHOP, request, bench);
      return;
    }
    case "buys":
      await storeOrder(db, profileId, { placedAt: bench.today() });
  }
}

test("skips recipients who change between planning and sending and counts the reason", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...(Object.keys(TURNS) as Turn[])), { minLength: 1, maxLength: 8 }),
      fc.boolean(),
      fc.constantFrom(null, 10),
      async (turns, skipsBuyers, emailsPerHour) => {
        const bench = await openBench();
        // At night: everything is planned, and nothing leaves before the morning.
        bench.at(new Date("2026-11-24T22:00:00Z"));
        for (const [n] of turns.entries()) {
          await storeProfile(bench.db, bench.keyring, idOf(n), { countryCode: "GB" });
        }
        const campaignId = await bench.create({ skipsBuyers, emailsPerHour });
        await bench.start(campaignId);
        await bench.settle();
        const { audienceCounts } = await bench.find(campaignId);
        expect(audienceCounts).toMatchObject({ members: turns.length, planned: turns.length });
        expect(bench.takenTo()).toEqual([]);

        bench.at(new Date("2026-11-25T03:00:00Z"));
        for (const [n, it] of turns.entries()) await turn(bench, idOf(n), it);
        await bench.runOut();
        const endOf = (it: Turn) => (it === "buys" && !skipsBuyers ? null : TURNS[it]);
        const ends = turns.map((it) => endOf(it));
        const rows = await bench.db.messageStatus.findMany({
          where: { campaignId },
          orderBy: { profileId: "asc" },
        });
        expect(rows.map(({ state, reason }) => [state, reason])).toEqual(
          ends.map((reason) => [reason === null ? "sent" : "skipped", reason]),
        );
        expect(bench.takenTo()).toEqual(
          ends.flatMap((end, n) => (end === null ? [`customer-${idOf(n)}@example.com`] : [])),
        );
      },
    ),
    { numRuns: propertyRuns(12) },
  );
}, 120_000);

describe("the last number of the audience waterfall", () => {
  const person = fc.record({
    countryCode: fc.constantFrom("GB", "JP", "US", null),
    marketingState: fc.constantFrom(
      "subscribed",
      "subscribed",
      "subscribed",
      "unsubscribed",
      "pending",
    ),
    hasAddress: fc.boolean(),
    isSuppressed: fc.constantFrom(false, false, false, true),
    emailedHoursAgo: fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 5 }),
  });
  const timing = fc.constantFrom(
    { kind: "now" } as const,
    { kind: "shop_time", date: "2026-11-25", time: "22:30" } as const,
    { kind: "recipient_time", date: "2026-11-25", time: "07:15" } as const,
    { kind: "best_hour", date: "2026-11-25", time: "18:00" } as const,
  );

  const tried = (rule: "commit" | "gradual") => ({
    others: { kind: "subject" as const, values: ["Teas", "Tea"] },
    ...{ rule, testShare: 0.3, testHours: 5, minimumShare: 0.1 },
  });
  const trial = fc.constantFrom(null, null, tried("commit"), tried("gradual"));

  /** Delays of some emails, or of all by a day for a new domain: earlier caps have expired by then. */
  const delay = fc.constantFrom(
    { pace: {}, isNewDomain: false },
    { pace: {}, isNewDomain: true },
    { pace: { emailsPerHour: 10 }, isNewDomain: false },
    { pace: { emailsPerHour: 10, emailsPerDay: 10 }, isNewDomain: true },
  );

  test("equals the accepted emails for any audience, time, cap, pace and test", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(person, { minLength: 1, maxLength: 7 }),
        timing,
        fc.constantFrom(0, 0.3),
        trial,
        delay,
        async (people, when, holdoutRate, abTest, { pace, isNewDomain }) => {
          const bench = await openBench(holdoutRate);
          bench.at(new Date("2026-11-24T21:00:00Z"));
          const { db, keyring } = bench;
          for (const [n, it] of people.entries()) {
            const { countryCode, marketingState } = it;
            const profileId = await storeProfile(db, keyring, idOf(n), {
              countryCode,
              marketingState,
              ...(!it.hasAddress && { emailIndex: null, sealedContact: null }),
            });
            if (it.isSuppressed) {
              await db.suppression.create({
                data: {
                  shopId: SHOP,
                  emailIndex: keyring.blindIndex(SHOP, `customer-${idOf(n)}@example.com`),
                  reason: "hard_bounce",
                  createdAt: bench.today(),
                },
              });
            }
            for (const [i, hours] of it.emailedHoursAgo.entries()) {
              const sentAt = new Date(bench.today().getTime() - hours * 3_600_000);
              await storeMessage(db, profileId, { messageId: `before-${n}-${i}`, sentAt });
            }
          }
          if (isNewDomain) await bench.beginWarmUp([200]);
          const mayTry = when.kind === "now" || when.kind === "shop_time";
          const change = { ...pace, timing: when, test: mayTry ? abTest : null };
          const campaignId = await bench.create(change);
          const { waterfall } = await bench.waterfall(campaignId, change);
          const { members, willBeSent, ...fallen } = waterfall;
          expect(Object.values(fallen).reduce((sum, it) => sum + it, willBeSent)).toBe(members);
          await bench.start(campaignId);
          await bench.runOut();
          expect(bench.mailer.taken).toHaveLength(willBeSent);
        },
      ),
      { numRuns: propertyRuns(100) },
    );
  });

  test("counts the included segments without the excluded ones, and so does planning", async () => {
    const bench = await openBench();
    const { db, keyring } = bench;
    const segmentsOf = { "1": ["a"], "2": ["a", "b"], "3": ["b", "out"], "4": ["out"], "5": [] };
    for (const segmentId of ["a", "b", "out"]) await storeSegment(db, segmentId);
    for (const [customerId, segmentIds] of Object.entries(segmentsOf)) {
      const profileId = await storeProfile(db, keyring, customerId, {});
      await db.segmentMember.createMany({
        data: segmentIds.map((segmentId) => ({
          shopId: SHOP,
          segmentId,
          profileId,
          joinedAt: NOW,
        })),
      });
    }
    const inSegment = (segmentId: string) => ({ kind: "segment" as const, segmentId });
    const membersOf = async (audience: CampaignAudience) => {
      const found: string[] = [];
      // In pages of one, so that every page needs the right start.
      for (let page = await next(""); page.length > 0; page = await next(found.at(-1)!)) {
        found.push(...page);
      }
      expect((await countAudience(db, SHOP, audience)).members).toBe(found.length);
      return found;
      async function next(after: string) {
        const members = await listAudience(db, SHOP, audience, { after, limit: 1 });
        return members.map(({ profileId }) => profileId);
      }
    };
    const union = { include: [inSegment("a"), inSegment("b")], exclude: [] };
    expect(await membersOf(union)).toEqual(["c1", "c2", "c3"]);
    const audience = { ...union, exclude: [inSegment("out")] };
    expect(await membersOf(audience)).toEqual(["c1", "c2"]);
    const others = { include: [{ kind: "everyone" as const }], exclude: union.include };
    expect(await membersOf(others)).toEqual(["c4", "c5"]);
    expect(await membersOf({ include: [inSegment("none")], exclude: [] })).toEqual([]);

    const campaignId = await bench.create({ audience });
    const { waterfall } = await bench.waterfall(campaignId, { ...DEFAULT_CAMPAIGN_PLAN, audience });
    expect(waterfall).toMatchObject({ members: 2 });
  });
});

async function storeSegment(db: PrismaClient, segmentId: string): Promise<void> {
  const at = { createdAt: NOW, updatedAt: NOW };
  await db.segment.create({ data: { shopId: SHOP, segmentId, name: segmentId, ...at } });
}
