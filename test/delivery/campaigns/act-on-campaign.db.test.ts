import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newCampaignDraft } from "~/campaigns/campaign";
import { findCampaign } from "~/campaigns/campaign-store.server";
import type { Database } from "~/db.server";
import { actOnCampaign, type CampaignAct } from "~/delivery/campaigns/act-on-campaign.server";
import { beginCampaign } from "~/delivery/campaigns/begin-campaign.server";
import type { ConfirmedSend } from "~/delivery/campaigns/confirmed-send";
import { sendTestEmail } from "~/delivery/campaigns/send-test-email.server";
import { reviewCampaign } from "~/delivery/campaigns/review-campaign.server";
import { findEffectiveTemplate } from "~/messages/document/effective-template.server";
import {
  findPublished,
  findTemplate,
  findTemplateVersion,
} from "~/messages/document/template-store.server";
import { actOnEmail, type EmailAct } from "~/messages/editing/act-on-email.server";
import { findReadyTemplate } from "~/messages/ready/ready-templates";
import {
  DEFAULT_CAMPAIGN_PLAN,
  openCampaignBench,
  type CampaignBench,
} from "../../campaigns/campaign-bench";
import { SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { storeProfile } from "../../support/stored-rows";

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

const setSending = (sending: Record<string, string | number>) =>
  bench.db.settings.update({ where: { shopId: SHOP }, data: { sending } });
const act = (campaignId: string, asked: CampaignAct) =>
  actOnCampaign(SHOP, campaignId, asked, bench);
/** Starts it as a merchant does after the review. */
const start = async (campaignId: string, version = 1, seen: Partial<ConfirmedSend> = {}) => {
  const confirmed = { ...(await shown(campaignId)), ...seen };
  return act(campaignId, { act: "start", version, confirmed });
};
const shown = async (campaignId: string): Promise<ConfirmedSend> => {
  const { plan } = await find(campaignId);
  const review = await reviewCampaign(bench.db, SHOP, { campaignId, plan }, bench, bench.today());
  const { count, subjects, from } = review.send ?? { count: 1, subjects: [], from: "" };
  return { count, subjects: [...subjects], from };
};
const find = async (campaignId: string) => (await findCampaign(bench.db, SHOP, campaignId))!;

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
      expect(outcome).toMatchObject({ mustConfirmAgain: true, said: null });
      expect((await find(campaignId)).status).toBe("draft");
    }
    expect(await start(campaignId)).toMatchObject({
      mustConfirmAgain: false,
      said: "Campaign started",
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
      error: "Nobody would get this campaign.",
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
      data: { shopId: SHOP, emailIndex, state: "confirmed", askedAt: new Date(0) },
    });
  });

  test("goes to the given address unchanged, is marked as a test, and counts nowhere", async () => {
    await storeProfile(bench.db, bench.keyring, "1");
    const campaignId = await bench.create();
    expect(await send(campaignId)).toEqual({ kind: "sent" });
    expect(bench.mailer.taken).toMatchObject([
      { to: "me@kettle.example", subject: "[Test] Autumn teas are here" },
    ]);
    expect(bench.mailer.taken[0]?.html).toContain("A few words instead of an offer");
    expect(bench.mailer.taken[0]?.html).not.toContain("https://mail.kettle.example/c/");
    expect(await bench.db.messageStatus.count()).toBe(0);
    expect((await find(campaignId)).status).toBe("draft");
  });

  test("is not sent without a sender, and never twice", async () => {
    await setSending({ holdoutRate: 0 });
    const campaignId = await bench.create();
    expect(await send(campaignId)).toMatchObject({
      kind: "refused",
      problem: "Your sender address is not set. Add it in the settings.",
    });
    await setSending({ senderAddress: "hello@kettle.example" });
    bench.mailer.next(() => ({ kind: "unreachable", retryAfterMs: 1_000, detail: "reset" }));
    expect(await send(campaignId)).toMatchObject({
      kind: "refused",
      problem: "The email provider did not take the test email. Try again in a minute.",
    });
    expect(bench.mailer.taken).toEqual([]);
    expect(bench.mailer.calls).toHaveLength(1);
  });
});

describe("a draft", () => {
  test("rejects a save based on an outdated version", async () => {
    const campaignId = await bench.create();
    const save = (name: string) =>
      act(campaignId, { act: "save", version: 1, name, plan: DEFAULT_CAMPAIGN_PLAN });
    expect(await save("Winter")).toMatchObject({ error: null, said: "Campaign saved" });
    expect((await save("Spring")).error).toContain("changed meanwhile");
    expect(await find(campaignId)).toMatchObject({ name: "Winter", version: 2 });
  });

  test("copies the words and the audience of any campaign, without its schedule", async () => {
    const timing = { kind: "shop_time", date: "2026-12-01", time: "10:00" } as const;
    const campaignId = await bench.create({ timing, skipsBuyers: true });
    const { goTo } = await act(campaignId, { act: "copy", to: "same" });
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
    expect((await act(campaignId, { act: "delete" })).error).toContain("changed meanwhile");
    const other = await bench.create();
    expect(await act(other, { act: "delete" })).toMatchObject({ goTo: "/app/campaigns" });
  });
});

describe("a campaign email in the editor", () => {
  const LAYOUT = "campaign/story";
  const designed = async (change: Parameters<CampaignBench["create"]>[0] = {}) => {
    const campaignId = await bench.create(change);
    const outcome = await act(campaignId, { act: "design", version: 1, layout: LAYOUT });
    return { campaignId, templateId: `campaign-email/${campaignId}`, outcome };
  };
  /** The merchant changes the text and publishes it. */
  async function reword(templateId: string, subject: string): Promise<void> {
    const document = { ...findReadyTemplate(LAYOUT)!, subject };
    const deps = { ...bench, now: bench.today };
    const { draftRevision } = (await findTemplate(bench.db, SHOP, templateId))!;
    const save: EmailAct = { act: "save", revision: draftRevision, document };
    await actOnEmail(SHOP, templateId, save, deps);
    const publish: EmailAct = { act: "publish", revision: draftRevision + 1 };
    expect(await actOnEmail(SHOP, templateId, publish, deps)).toMatchObject({ kind: "published" });
  }
  const subjects = () => bench.mailer.taken.map(({ subject }) => subject).sort();

  test("starts from a layout, belongs to the campaign, and is sent as published", async () => {
    await bench.store("1");
    const { campaignId, templateId, outcome } = await designed();
    expect(outcome).toMatchObject({ error: null, goTo: `/app/emails/${templateId}` });
    await reword(templateId, "Made by hand");
    expect(await start(campaignId, 2)).toMatchObject({ said: "Campaign started" });
    await bench.runOut();
    expect(subjects()).toEqual(["Made by hand"]);
    expect(await findTemplate(bench.db, SHOP, LAYOUT)).toBeNull();
  });

  test("warns that unpublished changes are not sent", async () => {
    await bench.store("1");
    const { campaignId, templateId } = await designed();
    const document = { ...findReadyTemplate(LAYOUT)!, subject: "Not yet" };
    const save: EmailAct = { act: "save", revision: 2, document };
    await actOnEmail(SHOP, templateId, save, { ...bench, now: bench.today });
    const { plan } = await find(campaignId);
    const review = await reviewCampaign(bench.db, SHOP, { campaignId, plan }, bench, bench.today());
    expect(review.problems).toEqual([]);
    expect(review.warnings).toContain(
      "The email has changes that are not published: it would be sent without them.",
    );
  });

  test("can be tested with another subject", async () => {
    await bench.storeMany(20);
    const others = { kind: "subject" as const, values: ["Or this way?"] };
    const parts = { rule: "commit", testShare: 0.5, testHours: 1, minimumShare: 0 } as const;
    const { campaignId, templateId } = await designed({ test: { others, ...parts } });
    await reword(templateId, "Made by hand");
    await start(campaignId, 2);
    await bench.pass(1);
    expect(new Set(subjects())).toEqual(new Set(["Made by hand", "Or this way?"]));
  });

  test("belongs to a new campaign from the start, and has its name", async () => {
    const campaignId = await beginCampaign(SHOP, newCampaignDraft(null), bench);
    const templateId = `campaign-email/${campaignId}`;
    const { plan, version } = await find(campaignId);
    expect(plan.templateId).toBe(templateId);
    expect(await findEffectiveTemplate(bench.db, SHOP, templateId)).toEqual(
      findReadyTemplate("campaign/plain"),
    );
    await act(campaignId, { act: "save", version, name: "Winter", plan });
    expect((await findTemplate(bench.db, SHOP, templateId))?.name).toBe("Winter");
  });

  test("gets a number when its name is taken", async () => {
    const ids: string[] = [];
    for (let turn = 0; turn < 2; turn++) {
      ids.push(await beginCampaign(SHOP, newCampaignDraft(null), bench));
    }
    for (let turn = 0; turn < 2; turn++) {
      const { goTo } = await act(ids[0]!, { act: "copy", to: "same" });
      ids.push(goTo!.split("/").at(-1)!);
    }
    const names = [];
    for (const id of ids) names.push((await find(id)).name);
    expect(names).toEqual([
      "New campaign",
      "New campaign 2",
      "New campaign (copy)",
      "New campaign (copy) 2",
    ]);
    expect((await findTemplate(bench.db, SHOP, `campaign-email/${ids[1]}`))?.name).toBe(
      "New campaign 2",
    );
  });

  test("keeps its earlier versions when it is reset", async () => {
    const { campaignId, templateId } = await designed();
    await reword(templateId, "Made by hand");
    await act(campaignId, { act: "design", version: 2, layout: "campaign/sale" });
    expect(await findEffectiveTemplate(bench.db, SHOP, templateId)).toEqual(
      findReadyTemplate("campaign/sale"),
    );
    const before = await findTemplateVersion(bench.db, SHOP, templateId, 2);
    expect(before?.document.subject).toBe("Made by hand");
  });

  test("cannot be reset after the campaign started", async () => {
    await bench.store("1");
    const { campaignId, templateId } = await designed();
    await start(campaignId, 2);
    const late = await act(campaignId, { act: "design", version: 2, layout: "campaign/sale" });
    expect(late.error).toContain("changed meanwhile");
    expect(await findEffectiveTemplate(bench.db, SHOP, templateId)).toEqual(
      findReadyTemplate(LAYOUT),
    );
  });

  test("is copied with the campaign, and its copy changes independently", async () => {
    const { campaignId, templateId } = await designed();
    await reword(templateId, "Made by hand");
    const { goTo } = await act(campaignId, { act: "copy", to: "same" });
    const copy = await find(goTo!.split("/").at(-1)!);
    expect(copy.plan.templateId).not.toBe(templateId);
    const [own] = (await findPublished(bench.db, SHOP, [copy.plan.templateId])).values();
    expect(own?.subject).toBe("Made by hand");
  });

  test("needs an existing template and an unchanged campaign", async () => {
    const campaignId = await bench.create();
    const none = await act(campaignId, { act: "design", version: 1, layout: "campaign/none" });
    expect(none.error).toContain("no such layout");
    const late = await act(campaignId, { act: "design", version: 7, layout: LAYOUT });
    expect(late.error).toContain("changed meanwhile");
    expect((await find(campaignId)).plan).toEqual(DEFAULT_CAMPAIGN_PLAN);
  });
});
