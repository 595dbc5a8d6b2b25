import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { CampaignTest } from "~/campaigns/campaign";
import type { Database } from "~/db.server";
import { eraseCustomer } from "~/privacy/erase-customer.server";
import { NOW, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { AUTUMN_SUBJECT, openCampaignBench, type CampaignBench } from "./campaign-bench";

let database: Database;
let bench: CampaignBench;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  bench = openCampaignBench(database);
  await bench.begin();
});

describe("a campaign test", () => {
  const aTest: CampaignTest = {
    others: { kind: "subject", values: ["New: autumn teas"] },
    rule: "commit",
    testShare: 0.5,
    testHours: 4,
    minimumShare: 0.1,
  };
  const subjects = (from = 0) => bench.mailer.taken.slice(from).map(({ subject }) => subject);
  const share = (all: readonly string[], subject: string) =>
    all.filter((it) => it === subject).length / all.length;

  /** A few people click in the second variant. */
  async function clickInSecond(campaignId: string, take = 5): Promise<void> {
    const second = await bench.db.messageStatus.findMany({
      where: { campaignId, variant: 1, state: "sent" },
      take,
    });
    await bench.db.engagementEvent.createMany({
      data: second.map(({ messageId }) => ({
        shopId: SHOP,
        eventId: `hit-${messageId}`,
        messageId,
        linkIndex: 0,
        occurredAt: NOW,
        classification: "human",
      })),
      skipDuplicates: true,
    });
  }

  test("sends the better of two subjects to the rest and the other to the minimum share", async () => {
    await bench.storeMany(120);
    const campaignId = await bench.create({ test: aTest });
    await bench.start(campaignId);
    await bench.settle();
    const tried = bench.takenTo().length;
    expect(tried).toBeGreaterThan(40);
    expect(tried).toBeLessThan(80);
    expect(share(subjects(), "New: autumn teas")).toBeGreaterThan(0.3);
    expect(share(subjects(), "New: autumn teas")).toBeLessThan(0.7);
    await clickInSecond(campaignId);
    await bench.pass(5);
    expect(bench.takenTo()).toHaveLength(120);
    expect(new Set(bench.takenTo()).size).toBe(120);
    expect((await bench.find(campaignId)).chosenVariant).toBe(1);
    const ofRest = share(subjects(tried), "New: autumn teas");
    expect(ofRest).toBeGreaterThan(0.75);
    expect(ofRest).toBeLessThan(1);
    expect((await bench.find(campaignId)).audienceCounts).toMatchObject({
      members: 120,
      planned: 120,
    });
  });

  test("sends the better of two emails to the rest", async () => {
    await bench.storeMany(40);
    const others: CampaignTest["others"] = { kind: "content", values: ["campaign/story"] };
    const campaignId = await bench.create({ test: { ...aTest, others, minimumShare: 0 } });
    await bench.start(campaignId);
    await bench.settle();
    const own = AUTUMN_SUBJECT;
    const [other] = subjects().filter((it) => it !== own);
    expect(other).toBe("A note from Kettle & Co");
    const tried = bench.takenTo().length;
    await clickInSecond(campaignId);
    await bench.pass(5);
    expect(bench.takenTo()).toHaveLength(40);
    expect(new Set(subjects(tried))).toEqual(new Set([other]));
  });

  test("sends the rest at the better of two times, a day later", async () => {
    await bench.storeMany(40);
    const timing = { kind: "shop_time", date: "2026-11-26", time: "17:00" } as const;
    const others: CampaignTest["others"] = { kind: "time", values: ["10:00"] };
    bench.at(new Date("2026-11-25T12:00:00Z"));
    const campaignId = await bench.create({ timing, test: { ...aTest, others, minimumShare: 0 } });
    await bench.start(campaignId);
    await bench.pass(30);
    await clickInSecond(campaignId);
    await bench.pass(24);
    const sent = await bench.db.messageStatus.findMany({
      where: { campaignId },
      orderBy: { sentAt: "asc" },
    });
    const times = sent.map(({ sentAt, variant }) => [sentAt?.toISOString().slice(5, 16), variant]);
    expect([...new Set(times.map((it) => it.join(" ")))]).toEqual([
      "11-26T10:00 1",
      "11-26T17:00 0",
      "11-27T10:00 1",
    ]);
    expect(sent).toHaveLength(40);
  });

  test("allocates each wave by the clicks of the previous waves", async () => {
    await bench.storeMany(150);
    const campaignId = await bench.create({
      test: { ...aTest, rule: "gradual", testShare: 0.3, testHours: 2, minimumShare: 0.1 },
    });
    await bench.start(campaignId);
    const shares: number[] = [];
    const sizes: number[] = [];
    for (let part = 0; part < 4; part++) {
      const before = subjects().length;
      await (part === 0 ? bench.settle() : bench.pass(2));
      await clickInSecond(campaignId, 60);
      sizes.push(subjects(before).length);
      shares.push(share(subjects(before), "New: autumn teas"));
    }
    expect(sizes.reduce((sum, it) => sum + it, 0)).toBe(150);
    expect(sizes.every((it) => it > 0)).toBe(true);
    // About 45 random assignments, four standard deviations either way: .5 ± .3, .9 - .2.
    expect(shares[0]).toBeGreaterThan(0.2);
    expect(shares[0]).toBeLessThan(0.8);
    expect(shares[1]).toBeGreaterThan(0.7);
    expect(new Set(bench.takenTo()).size).toBe(150);
    const { chosenVariant, audienceCounts } = await bench.find(campaignId);
    expect(chosenVariant).toBeNull();
    expect(audienceCounts).toMatchObject({ members: 150, planned: 150 });
  });

  test("sends to the rest only after the test emails are sent and the test hours have passed", async () => {
    await bench.storeMany(60);
    // All are due at night and wait for the morning.
    bench.at(new Date("2026-11-24T22:00:00Z"));
    const campaignId = await bench.create({ test: aTest });
    await bench.start(campaignId);
    await bench.pass(10.5, 0.5);
    const tried = bench.takenTo().length;
    expect(tried).toBeGreaterThan(10);
    await bench.pass(3, 0.5);
    expect(bench.takenTo()).toHaveLength(tried);
    await bench.pass(1, 0.5);
    expect(bench.takenTo()).toHaveLength(60);
  });

  describe("a campaign test on a segment", () => {
    const segmentId = "regulars";
    const ids = Array.from({ length: 60 }, (_, n) => String(100 + n));
    let campaignId: string;

    /** Sixty customers are in the audience, and the first wave is sent. */
    beforeEach(async () => {
      await bench.storeMany(70);
      await bench.db.segment.create({
        data: {
          ...{ shopId: SHOP, segmentId, name: "Regulars", createdAt: NOW, updatedAt: NOW },
          members: { create: ids.map((id) => ({ profileId: `c${id}`, joinedAt: NOW })) },
        },
      });
      campaignId = await bench.create({
        audience: { include: [{ kind: "segment", segmentId }], exclude: [] },
        test: aTest,
      });
      await bench.start(campaignId);
      await bench.settle();
    });

    test("sends the rest to the audience from the test start, except unreachable profiles", async () => {
      const tried = bench.takenTo();
      const left = ids.filter((id) => !tried.includes(`customer-${id}@example.com`));
      expect(left.length).toBeGreaterThan(10);
      await bench.db.segmentMember.deleteMany();
      await bench.db.segmentMember.createMany({
        data: [160, 161, 162].map((id) => ({
          ...{ shopId: SHOP, segmentId, profileId: `c${id}`, joinedAt: NOW },
        })),
      });
      const [unsubscribed = "", erased = ""] = left;
      await bench.db.profile.update({
        where: { shopId_profileId: { shopId: SHOP, profileId: `c${unsubscribed}` } },
        data: { marketingState: "unsubscribed" },
      });
      const request = { requestKey: "r1", customerId: erased, email: null, orderIds: [] };
      await eraseCustomer(SHOP, request, bench);

      await bench.pass(5);
      const written = ids.filter((id) => id !== unsubscribed && id !== erased);
      expect(bench.takenTo()).toEqual(written.map((id) => `customer-${id}@example.com`));
      expect((await bench.find(campaignId)).audienceCounts).toMatchObject({
        ...{ members: 59, noConsent: 1, planned: 58 },
      });
      expect(await bench.db.campaignMember.count()).toBe(0);
    });

    test("deletes the audience snapshot of a canceled test", async () => {
      expect(await bench.db.campaignMember.count()).toBeGreaterThan(10);
      await bench.command(campaignId, "cancel");
      expect(await bench.db.campaignMember.count()).toBe(0);
    });
  });

  test("needs one send time for all emails", async () => {
    const timing = { kind: "recipient_time", date: "2026-11-26", time: "10:00" } as const;
    const campaignId = await bench.create({ test: aTest, timing });
    expect(await bench.start(campaignId)).toEqual({ kind: "refused", reason: "not_allowed" });
  });
});
