import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { NOW } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { openCampaignBench, type CampaignBench } from "./campaign-bench";

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

test("a throttled campaign spreads its emails over the hours it needs", async () => {
  await bench.storeMany(5);
  const campaignId = await bench.create({ emailsPerHour: 12 });
  await bench.start(campaignId);
  await bench.runOut();
  const sent = await bench.db.messageStatus.findMany({
    where: { campaignId },
    orderBy: { sentAt: "asc" },
  });
  const minutes = sent.map(({ sentAt }) => Math.round((Number(sentAt) - Number(NOW)) / 60_000));
  expect(minutes).toEqual([0, 5, 10, 15, 20]);
});

describe("a paced campaign", () => {
  const minutesOf = async (campaignId: string, from: string) => {
    const sent = await bench.db.messageStatus.findMany({
      where: { campaignId, state: "sent" },
      orderBy: { sentAt: "asc" },
    });
    return sent.map(({ sentAt }) => Math.floor((Number(sentAt) - Date.parse(from)) / 60_000));
  };

  test("paces from the send hour of each recipient", async () => {
    await bench.storeMany(4);
    bench.at(new Date("2026-11-24T12:00:00Z"));
    const campaignId = await bench.create({
      emailsPerHour: 12,
      timing: { kind: "recipient_time", date: "2026-11-25", time: "10:00" },
    });
    await bench.start(campaignId);
    await bench.pass(21.5, 0.5);
    await bench.pass(1, 1 / 60);
    expect(await minutesOf(campaignId, "2026-11-25T10:00:00Z")).toEqual([0, 5, 10, 15]);
  });

  test("does not catch up in the morning after quiet hours", async () => {
    await bench.storeMany(4);
    bench.at(new Date("2026-11-24T21:00:00Z"));
    const campaignId = await bench.create({ emailsPerHour: 12 });
    await bench.start(campaignId);
    await bench.pass(10.8, 0.1);
    expect(await minutesOf(campaignId, "2026-11-25T08:00:00Z")).toEqual([]);
    await bench.pass(0.5, 1 / 60);
    const minutes = await minutesOf(campaignId, "2026-11-25T08:00:00Z");
    expect(minutes.map((it, n) => it - (minutes[n - 1] ?? it))).toEqual([0, 5, 5, 5]);
  });

  test("sends a day's quota, waits for the next day and lets no message expire meanwhile", async () => {
    await bench.storeMany(45);
    const campaignId = await bench.create({ emailsPerDay: 10 });
    await bench.start(campaignId);
    await bench.settle();
    const taken: number[] = [];
    for (let day = 0; day < 5; day++) {
      taken.push(bench.takenTo().length);
      await bench.pass(24);
    }
    expect(taken).toEqual([10, 20, 30, 40, 45]);
    expect((await bench.find(campaignId)).status).toBe("sent");
  });

  test("waits for warm-up capacity over any number of days", async () => {
    await bench.storeMany(3);
    // Other emails have used up each of the first days.
    await bench.beginWarmUp([200, 500, 1_000]);
    const campaignId = await bench.create();
    await bench.start(campaignId);
    await bench.pass(71, 1);
    expect(bench.takenTo()).toEqual([]);
    await bench.pass(3, 1);
    expect(bench.takenTo()).toHaveLength(3);
  });
});
