import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newCampaignDraft, type CampaignPlan, type CampaignTest } from "~/campaigns/campaign";
import { createCampaign } from "~/campaigns/campaign-store.server";
import { startCampaign } from "~/campaigns/planning/change-campaign.server";
import type { Database } from "~/db.server";
import { openEmails } from "~/delivery/outbox/sealed-email.server";
import { clickTargetLocation } from "~/feedback/engagement/click-target";
import type { PlannedLink } from "~/messages/composing/plan-links";
import type { Block } from "~/messages/blocks/block";
import { findReadyTemplate } from "~/messages/ready/ready-templates.server";
import { countLiftJob } from "~/feedback/count-lift.job.server";
import { findCampaignPage, getCampaignList } from "~/pages/campaigns/campaign-page.server";
import { loadClickMap } from "~/pages/campaigns/click-map.server";
import { urlOfLink } from "~/pages/campaigns/draw-clicks";
import { makeCampaignEmail } from "~/messages/templates/campaign-email.server";
import { openCampaignBench, type CampaignBench } from "../../campaigns/campaign-bench";
import { NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { listLinks } from "../../support/email-links";
import { storeCredit, storeEngagementEvent } from "../../support/stored-rows";

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

const page = async (campaignId: string) =>
  (await findCampaignPage(bench.db, SHOP, campaignId, {
    keyring: bench.keyring,
    now: bench.today(),
  }))!;
const storeSegment = (segmentId: string, name: string) =>
  bench.db.segment.create({
    data: { shopId: SHOP, segmentId, name, createdAt: NOW, updatedAt: NOW },
  });
const start = (campaignId: string, foreseenEmails: number) =>
  startCampaign(
    SHOP,
    { campaignId, version: 1, foreseenEmails, undoUntil: bench.today() },
    "merchant",
    bench,
  );

describe("the audience of a campaign", () => {
  test("is named by its segment and offers everyone and all segments", async () => {
    await storeSegment("s2", "Regulars");
    await storeSegment("s1", "At risk");
    const campaignId = await createCampaign(bench.db, SHOP, newCampaignDraft("News", "s2"), NOW);
    const { audience, choices } = await page(campaignId);
    expect(audience).toEqual({ include: [{ kind: "segment", name: "Regulars" }], exclude: [] });
    expect(choices.map(({ named }) => named)).toEqual([
      { kind: "everyone" },
      { kind: "segment", name: "At risk" },
      { kind: "segment", name: "Regulars" },
    ]);
  });

  test("reports a deleted segment, which cannot be chosen again", async () => {
    const gone = await createCampaign(bench.db, SHOP, newCampaignDraft("News", "s2"), NOW);
    expect(await page(gone)).toMatchObject({
      audience: { include: [{ kind: "segment", name: null }] },
      choices: [{ named: { kind: "segment", name: null } }, { named: { kind: "everyone" } }],
    });
  });

  test("names the segment of non-clickers after the campaign", async () => {
    const first = await bench.create();
    const again = await bench.create({
      audience: { include: [{ kind: "not_clicked", campaignId: first }], exclude: [] },
    });
    expect((await page(again)).audience.include).toEqual([{ kind: "not_clicked", name: "Autumn" }]);
  });

  test("is everyone in a new campaign without a segment", () => {
    for (const stored of [null, "", 7]) {
      expect(newCampaignDraft("News", stored).plan.audience.include).toEqual([
        { kind: "everyone" },
      ]);
    }
  });
});

test("shows how many messages of a paced campaign wait, and includes them in the progress bar", async () => {
  await bench.storeMany(4);
  const campaignId = await bench.create({ emailsPerHour: 12 });
  await start(campaignId, 4);
  await bench.settle();
  expect(await page(campaignId)).toMatchObject({
    progress: 0.25,
    toCome: 0,
    numbers: { sent: 1, waiting: 3 },
  });
  await bench.pass(1, 1 / 60);
  const list = await getCampaignList(bench.db, SHOP, bench.today());
  expect(list.campaigns).toMatchObject([
    {
      status: "sent",
      progress: 1,
      toCome: 0,
      subject: "Autumn teas are here",
      audience: { include: [{ kind: "everyone" }] },
    },
  ]);
});

describe("the variants of a campaign", () => {
  const aTest: CampaignTest = {
    others: { kind: "subject", values: ["Teas"] },
    rule: "commit",
    testShare: 0.5,
    testHours: 4,
    minimumShare: 0,
  };
  const testOf = async (change: Partial<CampaignPlan>) => {
    const campaignId = await bench.create(change);
    await start(campaignId, 10);
    await bench.settle();
    return { campaignId, test: (await page(campaignId)).test };
  };

  test.each<[CampaignTest["others"], (string | null)[]]>([
    [{ kind: "subject", values: ["Teas", "Tea"] }, ["Autumn teas are here", "Teas", "Tea"]],
    [{ kind: "content", values: ["campaign/story"] }, [null, "Letter"]],
    [{ kind: "content", values: ["gone"] }, [null, null]],
    [{ kind: "time", values: ["18:00"] }, ["10:00", "18:00"]],
  ])("are named by their difference: %j", async (others, names) => {
    const timing = { kind: "shop_time", date: "2026-11-26", time: "10:00" } as const;
    const { test: shown } = await testOf({ timing, test: { ...aTest, others } });
    expect(shown?.variants.map(({ name }) => name)).toEqual(names);
    expect(shown).toMatchObject({ chosen: null, wave: 0, waveCount: 2 });
  });

  test("shows human clicks per variant and the winner", async () => {
    await bench.storeMany(40);
    const { campaignId } = await testOf({ test: aTest });
    const [email] = await bench.db.messageStatus.findMany({
      where: { campaignId, variant: 1 },
      take: 1,
    });
    await storeEngagementEvent(bench.db, email!.messageId, { occurredAt: NOW });
    await storeEngagementEvent(bench.db, email!.messageId, {
      occurredAt: NOW,
      classification: "machine",
    });
    await bench.pass(5);
    const { test: shown } = await page(campaignId);
    expect(shown?.variants.map(({ clicked }) => clicked)).toEqual([0, 1]);
    expect(shown?.variants.reduce((sum, { sent }) => sum + sent, 0)).toBe(40);
    expect(shown).toMatchObject({ chosen: 1, wave: 1, shares: [0, 1] });
  });
});

describe("the clicks on the links of a campaign's emails", () => {
  /** A click on a link of an email. */
  function storeClick(
    messageId: string,
    { index, position, place, target }: PlannedLink,
    classification = "human",
  ) {
    const sealedTarget = bench.keyring.seal(target, clickTargetLocation(SHOP, messageId, index));
    const link = { linkIndex: index, position, place, sealedTarget };
    return storeEngagementEvent(bench.db, messageId, { ...link, classification });
  }
  const SALE = "https://kettle.example/collections/sale?utm_campaign=a&customer=7";

  test("are counted once a recipient, by place and page, and only human ones", async () => {
    await bench.storeMany(3);
    const campaignId = await bench.create();
    await start(campaignId, 3);
    await bench.settle();
    const [one, two, three] = await bench.db.messageStatus.findMany({
      where: { campaignId },
      orderBy: { messageId: "asc" },
      take: 3,
    });
    const logo = {
      index: 0,
      position: "logo",
      place: 1,
      target: "https://kettle.example/",
    } as const;
    const button = { index: 1, position: "button", place: 1, target: SALE } as const;
    const tray = "https://kettle.example/products/tray";
    const pick = { index: 2, position: "pick", place: 1, target: tray } as const;
    await storeClick(one!.messageId, button);
    await storeClick(one!.messageId, button);
    await storeClick(one!.messageId, pick);
    // Without a logo, and with another product: its button has another number.
    await storeClick(two!.messageId, { ...button, index: 0 });
    const mug = "https://kettle.example/products/mug";
    await storeClick(two!.messageId, { ...pick, index: 1, target: mug });
    await storeClick(one!.messageId, logo, "machine");
    await storeClick(three!.messageId, button, "machine");
    expect((await page(campaignId)).links).toEqual([
      { position: "button", place: null, page: "kettle.example/collections/sale", clicked: 2 },
      { position: "pick", place: 1, page: null, clicked: 2 },
    ]);
  });

  test("are drawn on the email that was sent, of a test on the chosen variant", async () => {
    await bench.storeMany(12);
    const { blocks } = findReadyTemplate("campaign/story")!;
    for (const [templateId, page] of [
      ["autumn/email", "teas"],
      ["autumn/other", "mugs"],
    ] as const) {
      const href = `https://kettle.example/collections/${page}?a=1`;
      const button = { id: "go", kind: "button", label: "Go", href, width: "full" } as const;
      const own: Block = { ...button, align: "start", when: null, repeat: null };
      await bench.publish(templateId, { blocks: [...blocks, own, { ...own, id: "again" }] });
    }
    const test: CampaignTest = {
      ...{ rule: "commit", testShare: 0.5, testHours: 4, minimumShare: 0 },
      others: { kind: "content", values: ["autumn/other"] },
    };
    const campaignId = await bench.create({ test });
    await start(campaignId, 12);
    await bench.settle();
    const messages = await bench.db.messageStatus.findMany({
      where: { campaignId, state: "sent" },
    });
    const emails = await openEmails(bench.db, SHOP, messages, bench.keyring);
    for (const [messageId, { html }] of emails) {
      for (const { link } of listLinks(html, bench.keyring)) {
        if (link !== null) await storeClick(messageId, link);
      }
    }
    const mapOf = (variant: number | null) =>
      loadClickMap(bench.db, SHOP, { campaignId, variant }, bench);
    for (const variant of [0, 1]) {
      const map = (await mapOf(variant))!;
      const sent = messages.filter((it) => it.variant === variant).length;
      expect(sent).toBeGreaterThan(0);
      const page = `kettle.example/collections/${variant === 0 ? "teas" : "mugs"}`;
      const button = { position: "button", place: null, page, clicked: sent };
      const logo = { ...button, position: "logo", page: "kettle.myshopify.com" };
      expect(map.links).toEqual(expect.arrayContaining([button, logo]));
      expect(map.links).toHaveLength(2);
      // The second button leads to the same page.
      expect(map.drawn.map(({ link }) => map.links[link]?.position)).toEqual([
        "logo",
        "button",
        "button",
      ]);
      for (const { index } of map.drawn) expect(map.html).toContain(`"${urlOfLink(index)}"`);
    }
    expect((await mapOf(null))!.links[0]!.clicked).toBe(messages.length);
    expect(
      await loadClickMap(bench.db, OTHER_SHOP, { campaignId, variant: null }, bench),
    ).toBeNull();
  });

  test("are none before the first", async () => {
    expect((await page(await bench.create())).links).toEqual([]);
  });
});

describe("the revenue of a campaign", () => {
  test("has an interval that contains it, wider for few large orders", async () => {
    await bench.storeMany(4);
    const campaignId = await bench.create();
    await start(campaignId, 4);
    await bench.settle();
    expect((await page(campaignId)).numbers).toMatchObject({ netMinor: 0, netBetween: null });
    const messages = await bench.db.messageStatus.findMany({ where: { campaignId } });
    for (const { messageId, profileId } of messages) {
      await storeCredit(bench.db, messageId, profileId, { grossMinor: 10_00n });
    }
    const { netMinor, netBetween } = (await page(campaignId)).numbers;
    expect(netMinor).toBe(40_00);
    expect(netBetween).toEqual({ low: 10_90, high: 102_42 });
  });

  test("is compared with the holdout once both groups are counted", async () => {
    await bench.begin(0.5);
    await bench.storeMany(12);
    const campaignId = await bench.create();
    await start(campaignId, 12);
    await bench.settle();
    expect((await page(campaignId)).lift).toBe("not_counted");
    await countLiftJob.run(SHOP, bench, new AbortController().signal);
    expect((await page(campaignId)).lift).toBe("not_counted");
    await bench.pass(24 * 9, 24);
    await countLiftJob.run(SHOP, bench, new AbortController().signal);
    expect((await page(campaignId)).lift).toMatchObject({ campaignId, people: 12, current: null });
  });

  test("has no such comparison without a holdout", async () => {
    expect((await page(await bench.create())).lift).toBeNull();
  });
});

test("names a campaign's own email by its subject", async () => {
  const made = { campaignId: "c", name: "Autumn", like: "campaign/story" };
  const templateId = await makeCampaignEmail(bench.db, SHOP, made, NOW);
  const campaignId = await bench.create({ templateId: templateId! });
  const subject = "A note from {{ brand.shopName }}";
  expect((await getCampaignList(bench.db, SHOP, bench.today())).campaigns).toMatchObject([
    { subject },
  ]);
  expect(await page(campaignId)).toMatchObject({ subject });
});

test("a campaign of another shop has no page", async () => {
  const campaignId = await bench.create();
  const deps = { keyring: bench.keyring, now: NOW };
  expect(await findCampaignPage(bench.db, OTHER_SHOP, campaignId, deps)).toBeNull();
});
