import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { CampaignPlan, CampaignTest } from "~/campaigns/campaign";
import { UNDO_MS } from "~/campaigns/undo-window";
import type { Database } from "~/db.server";
import { reviewCampaign } from "~/pages/campaigns/review-campaign.server";
import {
  DEFAULT_CAMPAIGN_PLAN,
  AUTUMN_SUBJECT,
  openCampaignBench,
  type CampaignBench,
} from "../../campaigns/campaign-bench";
import type { Block } from "~/messages/blocks/block";
import { richText } from "~/messages/blocks/elements/rich-text";
import { publishUnchanged } from "~/messages/templates/begin-email.server";
import { newTestBlock } from "../../support/new-test-block";
import { findReadyTemplate } from "~/messages/ready/ready-templates.server";
import { NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { proveDomain } from "../../support/outbox-stage";
import { storeProducts } from "../../support/stored-products";
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
const setSending = (sending: Record<string, string>) =>
  bench.db.settings.update({
    where: { shopId: SHOP },
    data: { sending: { ...sending, holdoutRate: 0 } },
  });

const store = (customerId: string, firstName?: string) =>
  storeProfile(bench.db, bench.keyring, customerId, {
    ...(firstName && { contact: { firstName } }),
  });
const review = (change: Partial<CampaignPlan> = {}) => {
  const campaign = { campaignId: "a1", plan: { ...DEFAULT_CAMPAIGN_PLAN, ...change } };
  return reviewCampaign(bench.db, SHOP, campaign, bench, bench.today());
};
const trying = (others: CampaignTest["others"]) => ({
  test: { others, rule: "commit", testShare: 0.2, testHours: 4, minimumShare: 0 } as const,
});

test("reports only the audience of a campaign without problems", async () => {
  await store("1", "Ada");
  expect(await review()).toMatchObject({
    waterfall: { members: 1, willBeSent: 1 },
    problems: [],
    warnings: [],
  });
});

test.each([
  ["an email that is not there", { templateId: "gone" }, { code: "email", number: 1 }],
  [
    "a second subject that is the first",
    trying({ kind: "subject", values: [AUTUMN_SUBJECT] }),
    { code: "own_subject" },
  ],
  [
    "a second subject that says nothing",
    trying({ kind: "subject", values: [" "] }),
    { code: "subject", number: 2, problem: { code: "subject_missing" } },
  ],
  [
    "a second email that was deleted",
    trying({ kind: "content", values: ["gone"] }),
    { code: "email_deleted", number: 2 },
  ],
  [
    "a third subject that asks for what there is not",
    trying({ kind: "subject", values: ["Teas", "{{ recipient.shoeSize }}"] }),
    { code: "subject", number: 3 },
  ],
])("a campaign is not started with %s", async (_what, change, problem) => {
  await store("1");
  expect((await review(change)).problems).toMatchObject([problem]);
});

test("reports a missing sender, a missing postal address and an empty audience", async () => {
  expect((await review()).problems).toEqual([{ code: "no_recipients" }]);
  await store("1");
  await bench.db.settings.update({ where: { shopId: SHOP }, data: { brand: {} } });
  expect((await review()).problems).toEqual([{ code: "sender", reason: "postal_address_missing" }]);
  await setSending({});
  expect((await review()).problems).toEqual([{ code: "sender", reason: "sender_missing" }]);
});

test("lists recipients without a first name unless the text has a fallback", async () => {
  await store("1", "Ada");
  await store("2");
  const says = (subject: string) => bench.publish("own/email", { subject });
  const own = { templateId: "own/email" };
  await says("{{ recipient.firstName }}, the teas are here");
  expect((await review(own)).warnings).toEqual([
    { code: "names_missing", count: 1, checked: 2, examples: ["2"] },
  ]);
  await says('{{ recipient.firstName | default: "Hello" }}, the teas');
  expect((await review(own)).warnings).toEqual([]);
  const bare = trying({ kind: "subject", values: ["For {{ recipient.firstName }}"] });
  expect((await review({ ...own, ...bare })).warnings[0]).toMatchObject({ examples: ["2"] });
});

test("warns about an unedited layout", async () => {
  await store("1");
  const as = async (templateId: string) => (await review({ templateId })).warnings;
  expect(await as("campaign/plain")).toEqual([{ code: "not_edited" }]);
  await bench.publish("own/email", { subject: "Teas" });
  expect(await as("own/email")).toEqual([]);
});

test("compiles each tested email and detects clipping in any of them", async () => {
  await store("1");
  const make = async (templateId: string, change: (blocks: Block[]) => Block[]) => {
    const ready = findReadyTemplate("campaign/story")!;
    const document = { ...ready, blocks: change([...ready.blocks]) };
    await publishUnchanged(bench.db, SHOP, { templateId, name: templateId, document, now: NOW });
  };
  const long = (n: number): Block => ({
    ...newTestBlock("text", `long-${n}`),
    text: richText("Tea leaves and more of them. ".repeat(150)),
  });
  const longer = (count: number) => (blocks: Block[]) => [
    ...blocks,
    ...Array.from({ length: count }, (_, n) => long(n)),
  ];
  await make("own/large", longer(16));
  await make("own/huge", longer(30));
  const { problems, warnings } = await review(
    trying({ kind: "content", values: ["campaign/gifts", "own/large", "own/huge"] }),
  );
  expect(warnings).toEqual([{ code: "large", number: 3, kilobytes: expect.any(Number) as number }]);
  expect(problems).toMatchObject([{ code: "email", number: 4, problem: "too_large" }]);
});

test("estimates when the last email of a throttled campaign leaves", async () => {
  for (let n = 1; n <= 21; n++) await store(String(n));
  expect((await review()).lastAt).toBeNull();
  const { lastAt } = await review({ emailsPerDay: 10 });
  expect(Date.parse(lastAt!) - bench.today().getTime() - UNDO_MS).toBe(2 * 24 * 3_600_000);
});

test("reports how many emails a new domain may send today", async () => {
  await store("1");
  await proveDomain(bench.db, SHOP, "kettle.example", { warmUpAt: bench.today() });
  expect((await review()).warnings).toEqual([]);
  for (let n = 2; n <= 201; n++) await store(String(n));
  const { warnings, lastAt } = await review();
  expect(warnings[0]).toEqual({ code: "warm_up", count: 200 });
  expect(lastAt).not.toBeNull();
});

test("warns about a sale while neither a price nor a code reduces anything", async () => {
  await store("1");
  const salesOf = async (change: Partial<CampaignPlan>) =>
    (await review(change)).warnings.filter(({ code }) => code.startsWith("no_sale"));
  const sale = { templateId: "campaign/sale" };
  await storeProducts(bench.db);
  expect(await salesOf(sale)).toEqual([{ code: "no_sale", number: 1 }]);
  expect(await salesOf({ ...sale, coupon: { percentOff: 10, validDays: 7 } })).toEqual([]);
  expect(await salesOf({ templateId: "campaign/gifts" })).toEqual([]);
  const subject = trying({ kind: "subject", values: ["The sale has started"] });
  expect(await salesOf(subject)).toEqual([{ code: "no_sale", number: 1 }]);
  expect(await salesOf(trying({ kind: "content", values: ["campaign/last-chance"] }))).toEqual([
    { code: "no_sale", number: 2 },
  ]);

  await bench.db.variant.updateMany({
    where: { productId: "502" },
    data: { compareAtMinor: 40_00n },
  });
  expect(await salesOf(sale)).toEqual([]);
  const grid = { ...newTestBlock("product-grid", "grid") };
  const showing = async (productIds: string[]) => {
    const source = { kind: "chosen", productIds } as const;
    const blocks = [{ ...grid, source }];
    await bench.publish("own/sale", { subject: "Our sale is on", blocks });
    return salesOf({ templateId: "own/sale" });
  };
  expect(await showing(["501"])).toEqual([{ code: "no_sale_chosen", number: 1 }]);
  expect(await showing(["501", "502"])).toEqual([]);
});
