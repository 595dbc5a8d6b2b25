import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { countSentToday } from "~/delivery/auto-pause/auto-pause-store.server";
import { hoursAgo, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { proveDomain, storePlannedEmail } from "../support/outbox-stage";
import { storeProfile } from "../support/stored-rows";
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
  await bench.db.sendingIdentity.deleteMany();
  await proveDomain(bench.db, SHOP, "news.kettle.example");
  await bench.db.settings.update({
    where: { shopId: SHOP },
    data: {
      sending: {
        senderAddress: "hello@kettle.example",
        senderName: "Kettle",
        campaignSenderAddress: "letters@news.kettle.example",
        holdoutRate: 0,
      },
    },
  });
});

const senders = () => bench.mailer.taken.map(({ from }) => from.address);

describe("a shop with a separate campaign sender", () => {
  beforeEach(async () => {
    await storeProfile(bench.db, bench.keyring, "1", { countryCode: "GB" });
    await bench.start(await bench.create());
  });

  test("sends campaigns from it under the shop's sender name", async () => {
    await bench.settle();
    expect(bench.mailer.taken.map(({ from }) => from)).toEqual([
      { name: "Kettle", address: "letters@news.kettle.example" },
    ]);
  });

  test("keeps sending flows while the provider rejects the campaign address", async () => {
    bench.mailer.next(() => ({ kind: "identity_refused", reason: "not verified" }));
    await bench.settle();
    expect(senders()).toEqual([]);
    expect(await bench.db.sendingIdentity.findMany()).toMatchObject([
      { identity: "news.kettle.example", failures: 1 },
    ]);
    await storePlannedEmail(bench, { customerId: "2", messageId: "m2" });
    await bench.settle();
    expect(senders()).toEqual(["hello@kettle.example"]);
  });

  test("sends flow and campaign emails in separate calls, flows first", async () => {
    await storePlannedEmail(bench, { customerId: "2", messageId: "m2" });
    await bench.settle();
    const ofCalls = bench.mailer.calls.map(({ emails }) => emails.map(({ from }) => from.address));
    expect(ofCalls).toEqual([["hello@kettle.example"], ["letters@news.kettle.example"]]);
  });

  test("warms up the new domain by its own emails only", async () => {
    await bench.settle();
    for (const domain of ["kettle.example", "news.kettle.example"]) {
      await proveDomain(bench.db, SHOP, domain, { warmUpAt: hoursAgo(1) });
    }
    expect(await countSentToday(bench.db, SHOP, "news.kettle.example", bench.now())).toBe(1);
    expect(await countSentToday(bench.db, SHOP, "kettle.example", bench.now())).toBe(0);
  });
});
