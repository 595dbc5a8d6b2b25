import { beforeEach, describe, expect, test } from "vitest";
import { newCampaignDraft } from "~/campaigns/campaign";
import { findCampaignPage } from "~/pages/campaigns/campaign-page.server";
import { beginCampaign } from "~/pages/campaigns/begin-campaign.server";
import { reviewCampaign } from "~/pages/campaigns/review-campaign.server";
import { findEffectiveTemplate } from "~/messages/templates/effective-template.server";
import {
  findPublished,
  findTemplate,
  findTemplateVersion,
} from "~/messages/templates/template-store.server";
import { actOnEmail, type EmailAct } from "~/pages/emails/act-on-email.server";
import { findReadyTemplate } from "~/messages/ready/ready-templates.server";
import { DEFAULT_CAMPAIGN_PLAN, type CampaignBench } from "../../campaigns/campaign-bench";
import { SHOP } from "../../support/builders";
import { useCampaigns } from "./use-campaigns";

const campaigns = useCampaigns();
const { act, start, find } = campaigns;
let bench: CampaignBench;
beforeEach(() => {
  bench = campaigns.bench;
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
    expect(outcome).toMatchObject({ error: null, done: "designed", goTo: null });
    await reword(templateId, "Made by hand");
    expect(await start(campaignId, 2)).toMatchObject({ done: "started" });
    await bench.runOut();
    expect(subjects()).toEqual(["Made by hand"]);
    expect(await findTemplate(bench.db, SHOP, LAYOUT)).toBeNull();
  });

  test("lets Kindred choose its discount within the shop's limit, unless its text names it", async () => {
    const { campaignId, templateId } = await designed();
    const deps = { ...bench, now: bench.today() };
    const page = () => findCampaignPage(bench.db, SHOP, campaignId, deps);
    expect(await page()).toMatchObject({
      ...{ maxDiscountPercent: 15, ownEmail: { promisesDiscount: false } },
    });
    await reword(templateId, "10% off, this week only");
    expect((await page())?.ownEmail).toMatchObject({ promisesDiscount: true });
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
    expect(review.warnings).toContainEqual({ code: "unpublished", number: 1 });
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
    const campaignId = await beginCampaign(SHOP, newCampaignDraft("New campaign", null), bench);
    const templateId = `campaign-email/${campaignId}`;
    const { plan, version } = await find(campaignId);
    expect(plan.templateId).toBe(templateId);
    expect(await findEffectiveTemplate(bench.db, SHOP, templateId)).toEqual(
      findReadyTemplate("campaign/plain"),
    );
    await act(campaignId, { act: "save", version, name: "Winter", plan, texts: null });
    expect((await findTemplate(bench.db, SHOP, templateId))?.name).toBe("Winter");
  });

  test("gets a number when its name is taken", async () => {
    const ids: string[] = [];
    for (let turn = 0; turn < 2; turn++) {
      ids.push(await beginCampaign(SHOP, newCampaignDraft("New campaign", null), bench));
    }
    for (let turn = 0; turn < 2; turn++) {
      const { goTo } = await act(ids[0]!, { act: "copy", to: "same", name: "New campaign (copy)" });
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

  test("is back as it was, with its unpublished changes, when a replacement is undone", async () => {
    const { campaignId, templateId } = await designed();
    await reword(templateId, "Made by hand");
    const { draftRevision } = (await findTemplate(bench.db, SHOP, templateId))!;
    const document = { ...findReadyTemplate(LAYOUT)!, subject: "Not yet" };
    const save: EmailAct = { act: "save", revision: draftRevision, document };
    await actOnEmail(SHOP, templateId, save, { ...bench, now: bench.today });

    const sale = { act: "design", version: 2, layout: "campaign/sale" } as const;
    const { replaced } = await act(campaignId, sale);
    const undo = { act: "undo_design", replaced: replaced! } as const;
    expect(replaced).toEqual({ replacement: 4, published: 2, draft: 3 });
    expect(await findTemplate(bench.db, SHOP, templateId)).toMatchObject({ draft: null });
    expect((await act(campaignId, { ...undo, version: 2 })).error).toEqual({ code: "changed" });

    expect(await act(campaignId, { ...undo, version: 3 })).toMatchObject({
      ...{ error: null, done: "design_undone", replaced: null },
    });
    const effective = await findEffectiveTemplate(bench.db, SHOP, templateId);
    expect(effective?.subject).toBe("Made by hand");
    const { draft } = (await findTemplate(bench.db, SHOP, templateId))!;
    expect(draft?.subject).toBe("Not yet");
    // Undoing it again would discard what came after.
    expect((await act(campaignId, { ...undo, version: 4 })).error).toEqual({ code: "changed" });
  });

  test("keeps what was written after a replacement", async () => {
    const { campaignId, templateId } = await designed();
    const sale = { act: "design", version: 2, layout: "campaign/sale" } as const;
    const { replaced } = await act(campaignId, sale);
    await reword(templateId, "Written later");
    const undo = { act: "undo_design", version: 3, replaced: replaced! } as const;
    expect((await act(campaignId, undo)).error).toEqual({ code: "changed" });
    const effective = await findEffectiveTemplate(bench.db, SHOP, templateId);
    expect(effective?.subject).toBe("Written later");
  });

  test("cannot be reset after the campaign started", async () => {
    await bench.store("1");
    const { campaignId, templateId } = await designed();
    await start(campaignId, 2);
    const late = await act(campaignId, { act: "design", version: 2, layout: "campaign/sale" });
    expect(late.error).toEqual({ code: "changed" });
    expect(await findEffectiveTemplate(bench.db, SHOP, templateId)).toEqual(
      findReadyTemplate(LAYOUT),
    );
  });

  test("is copied with the campaign, and its copy changes independently", async () => {
    const { campaignId, templateId } = await designed();
    await reword(templateId, "Made by hand");
    const { goTo } = await act(campaignId, {
      act: "copy",
      to: "same",
      name: "New campaign (copy)",
    });
    const copy = await find(goTo!.split("/").at(-1)!);
    expect(copy.plan.templateId).not.toBe(templateId);
    const [own] = (await findPublished(bench.db, SHOP, [copy.plan.templateId])).values();
    expect(own?.subject).toBe("Made by hand");
  });

  test("needs an existing template and an unchanged campaign", async () => {
    const campaignId = await bench.create();
    const none = await act(campaignId, { act: "design", version: 1, layout: "campaign/none" });
    expect(none.error).toEqual({ code: "layout_deleted" });
    const late = await act(campaignId, { act: "design", version: 7, layout: LAYOUT });
    expect(late.error).toEqual({ code: "changed" });
    expect((await find(campaignId)).plan).toEqual(DEFAULT_CAMPAIGN_PLAN);
  });
});
