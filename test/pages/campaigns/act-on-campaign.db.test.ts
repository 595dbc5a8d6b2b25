import { beforeEach, describe, expect, test } from "vitest";
import { sendTestEmail } from "~/pages/campaigns/send-test-email.server";
import { DEFAULT_CAMPAIGN_PLAN, type CampaignBench } from "../../campaigns/campaign-bench";
import { SHOP } from "../../support/builders";
import { storeProfile } from "../../support/stored-rows";
import { useCampaigns } from "./use-campaigns";

const campaigns = useCampaigns();
const { act, start, shown, find } = campaigns;
let bench: CampaignBench;
beforeEach(() => {
  bench = campaigns.bench;
});

const setSending = (sending: Record<string, string | number>) =>
  bench.db.settings.update({ where: { shopId: SHOP }, data: { sending } });

/** Customers with an opt-in, without other data. */
async function storeCrowd(count: number): Promise<void> {
  await bench.db.$executeRaw`
    insert into profile (shop_id, profile_id, customer_id, email_index, marketing_state, created_at)
    select ${SHOP}, 'c' || n, n::text, decode(lpad(to_hex(n), 64, '0'), 'hex'), 'subscribed',
      ${bench.today()}::timestamptz
    from generate_series(1, ${count}::int) as n`;
}

describe("starting a campaign", () => {
  test("asks the merchant to confirm the count, the subject and the sender", async () => {
    await storeCrowd(3);
    const campaignId = await bench.create();
    expect(await shown(campaignId)).toEqual({
      count: 3,
      subjects: ["Autumn teas are here"],
      from: "Kettle & Co <hello@kettle.example>",
    });
    for (const seen of [
      { count: 2 },
      { subjects: ["Teas"] },
      { from: "Else <a@kettle.example>" },
    ]) {
      const outcome = await start(campaignId, 1, seen);
      expect(outcome).toMatchObject({ mustConfirmAgain: true, done: null });
      expect((await find(campaignId)).status).toBe("draft");
    }
    expect(await start(campaignId)).toMatchObject({
      mustConfirmAgain: false,
      done: "started",
    });
    expect((await find(campaignId)).status).toBe("scheduled");
  });

  test("shows each tested subject as recipients will read it", async () => {
    await storeCrowd(1);
    const parts = { rule: "commit", testShare: 0.5, testHours: 1, minimumShare: 0 } as const;
    const others = { kind: "subject" as const, values: ["Tea for {{ recipient.firstName }}"] };
    const campaignId = await bench.create({ test: { others, ...parts } });
    expect((await shown(campaignId)).subjects).toEqual([
      "Autumn teas are here",
      expect.stringMatching(/^Tea for \w+$/),
    ]);
  });

  test.each([
    ["that gives codes has them made while it waits", { percentOff: 15, validDays: 3 }, true],
    ["that gives none wakes nobody who makes any", null, false],
  ])("rejects one %s", async (_what, coupon, areWanted) => {
    await storeCrowd(1);
    const campaignId = await bench.create({ coupon });
    bench.announced.length = 0;
    expect(await start(campaignId)).toMatchObject({ error: null });
    const codes = bench.announced.filter(({ fact }) => fact === "codes_wanted");
    expect(codes).toHaveLength(areWanted ? 1 : 0);
  });

  test("shows no warnings for a valid campaign", async () => {
    const campaignId = await bench.create();
    expect(await start(campaignId)).toMatchObject({
      error: { code: "review", problem: { code: "no_recipients" } },
    });
    expect((await find(campaignId)).status).toBe("draft");
  });
});

describe("a test email", () => {
  const send = async (campaignId: string) => {
    const { plan } = await find(campaignId);
    return sendTestEmail(SHOP, { plan, to: "me@kettle.example" }, bench);
  };
  beforeEach(async () => {
    const emailIndex = bench.keyring.blindIndex(SHOP, "me@kettle.example");
    await bench.db.testAddress.deleteMany();
    await bench.db.testAddress.create({
      data: { shopId: SHOP, emailIndex, state: "confirmed", requestedAt: new Date(0) },
    });
  });

  test("goes to the given address unchanged, is marked as a test, and counts nowhere", async () => {
    await storeProfile(bench.db, bench.keyring, "1");
    const campaignId = await bench.create();
    expect(await send(campaignId)).toEqual({ kind: "sent" });
    expect(bench.mailer.taken).toMatchObject([
      { to: "me@kettle.example", subject: "[Test] Autumn teas are here" },
    ]);
    expect(bench.mailer.taken[0]?.html).toContain("A quick thank you");
    expect(bench.mailer.taken[0]?.html).not.toContain("https://mail.kettle.example/c/");
    expect(await bench.db.messageStatus.count()).toBe(0);
    expect((await find(campaignId)).status).toBe("draft");
  });

  test("is not sent without a sender, and never twice", async () => {
    await setSending({ holdoutRate: 0 });
    const campaignId = await bench.create();
    expect(await send(campaignId)).toMatchObject({
      kind: "refused",
      problem: "sender_missing",
    });
    await setSending({ senderAddress: "hello@kettle.example" });
    bench.mailer.next(() => ({ kind: "unreachable", retryAfterMs: 1_000, detail: "reset" }));
    expect(await send(campaignId)).toMatchObject({
      kind: "refused",
      problem: "not_accepted",
    });
    expect(bench.mailer.taken).toEqual([]);
    expect(bench.mailer.calls).toHaveLength(1);
  });
});

describe("a draft", () => {
  test("rejects a save based on an outdated version", async () => {
    const campaignId = await bench.create();
    const save = (name: string) =>
      act(campaignId, { act: "save", version: 1, name, plan: DEFAULT_CAMPAIGN_PLAN, texts: null });
    expect(await save("Winter")).toMatchObject({ error: null, done: "saved" });
    expect((await save("Spring")).error).toEqual({ code: "changed" });
    expect(await find(campaignId)).toMatchObject({ name: "Winter", version: 2 });
  });

  test("copies the words and the audience of any campaign, without its schedule", async () => {
    const timing = { kind: "shop_time", date: "2026-12-01", time: "10:00" } as const;
    const campaignId = await bench.create({ timing, skipsBuyers: true });
    const { goTo } = await act(campaignId, { act: "copy", to: "same", name: "Autumn (copy)" });
    const copy = await find(goTo!.split("/").at(-1)!);
    expect(copy).toMatchObject({ name: "Autumn (copy)", status: "draft", version: 1 });
    const templateId = `campaign-email/${copy.campaignId}`;
    const plan = {
      ...DEFAULT_CAMPAIGN_PLAN,
      templateId,
      skipsBuyers: true,
      timing: { kind: "now" },
    };
    expect(copy.plan).toEqual(plan);
  });

  test("can be deleted as a draft, but not after the campaign started", async () => {
    await storeProfile(bench.db, bench.keyring, "1");
    const campaignId = await bench.create();
    await start(campaignId);
    expect((await act(campaignId, { act: "delete" })).error).toEqual({
      code: "changed",
    });
    const other = await bench.create();
    expect(await act(other, { act: "delete" })).toMatchObject({ goTo: "/app/campaigns" });
  });
});
