import type { AudienceCounts } from "~/campaigns/audience-counts";
import { listAudienceChoices, type AudienceChoice } from "./audience-choices";
import { getVariantCount, type CampaignPlan, type CampaignTest } from "~/campaigns/campaign";
import {
  nameAudience,
  type AudienceNames,
  type NamedAudience,
} from "~/campaigns/audience/audience-names";
import { loadAudienceNames } from "./load-audience-names.server";
import type { CampaignStatus } from "~/campaigns/campaign-status";
import { findCampaign, listCampaigns, type Campaign } from "~/campaigns/campaign-store.server";
import { undoMsLeft } from "~/campaigns/undo-window";
import { getWaveCount, type CampaignVariantResult } from "~/campaigns/planning/ab-test";
import { countCampaignVariantResults } from "~/campaigns/planning/variant-results.server";
import type { Db } from "~/db.server";
import { loadOfferSettings } from "~/experiments/offers/load-offer-settings.server";
import { chooseLiftWindow } from "~/feedback/lift/choose-lift-window";
import type { LiftAnswer } from "~/feedback/lift/lift-answers";
import { findLift } from "~/feedback/lift/lift-store.server";
import { keepCount, type Counted } from "~/lib/keep-count.server";
import type { ShopId } from "~/lib/shop-id";
import {
  listCampaignEmails,
  type CampaignEmail,
} from "~/messages/templates/list-campaign-emails.server";
import { findReadyTemplate } from "~/messages/ready/ready-templates.server";
import { findPublished } from "~/messages/templates/template-store.server";
import type { DiscountRefusal } from "~/messages/coupons/discount-refusal";
import { mayMakeDiscounts } from "~/messages/coupons/may-make-discounts.server";
import { possibleDiscounts } from "~/messages/coupons/wanted-codes.server";
import { listRefusals } from "~/messages/coupons/list-refusals.server";
import type { Keyring } from "~/privacy/keyring.server";
import { mayUse, type PlanId } from "~/shopify/billing/plan";
import { getPlan } from "~/shopify/billing/shop-plan-store.server";
import { judgeExclusion, type ExclusionResult } from "./judge-exclusion.server";
import { countLinkClicks } from "./campaign-clicks.server";
import type { LinkClicks } from "./link-clicks";
import { NO_NUMBERS, type CampaignNumbers } from "~/feedback/counts/campaign-numbers";
import { countCampaigns } from "~/feedback/counts/campaign-numbers-store.server";
import { progressOf } from "./campaign-progress";
import { findOwnEmail, type OwnEmail } from "./own-email.server";
import { suggestSendTime, type SuggestedTime } from "./suggest-send-time.server";

interface CampaignSummary {
  readonly campaignId: string;
  readonly name: string;
  readonly status: CampaignStatus;
  readonly subject: string;
  readonly audience: NamedAudience;
  readonly startsAt: string | null;
  readonly numbers: CampaignNumbers;
  /** Progress in [0, 1]. */
  readonly progress: number;
  /** Expected messages that are not planned yet. */
  readonly toCome: number;
}

export interface CampaignList {
  /** Of the numbers: `Counted`. */
  readonly countedAt: string | null;
  readonly currency: string;
  readonly timeZone: string;
  readonly campaigns: readonly CampaignSummary[];
}

export interface CampaignPage extends CampaignSummary {
  readonly version: number;
  readonly plan: CampaignPlan;
  readonly currency: string;
  readonly timeZone: string;
  readonly endedAt: string | null;
  /** When customers usually order; null: unknown, or the campaign was started. */
  readonly suggestedTime: SuggestedTime | null;
  /** Of the numbers, clicks and results of the test: `Counted`. */
  readonly countedAt: string | null;
  /** Milliseconds left to undo the start; 0: it cannot be undone. */
  readonly undoMs: number;
  readonly audienceCounts: AudienceCounts;
  readonly links: readonly LinkClicks[];
  /** The measured effect; null: the campaign has no holdout. */
  readonly lift: LiftAnswer | "not_counted" | null;
  /** null: no one was excluded as unlikely to be influenced, or it is too early to judge. */
  readonly exclusion: ExclusionResult | null;
  readonly choices: readonly AudienceChoice[];
  /** Its email; null if missing. */
  readonly ownEmail: OwnEmail | null;
  /** Emails that can be tested against its own. */
  readonly emails: readonly CampaignEmail[];
  readonly test: TestPage | null;
  /** Its discounts that Shopify rejected. */
  readonly refusals: readonly DiscountRefusal[];
  /** Whether the shop allows Kindred to create discounts. */
  readonly mayMakeDiscounts: boolean;
  /** The largest discount in percent that Kindred may choose. */
  readonly maxDiscountPercent: number;
  /** The shop's plan if it does not include tests; null otherwise. */
  readonly planWithoutTests: PlanId | null;
}

/** A variant's results; its name is null if its email was deleted, and for the campaign's own email. */
export type CampaignVariant = { readonly name: string | null } & CampaignVariantResult;

/** State of a campaign's test. */
interface TestPage {
  readonly variants: readonly CampaignVariant[];
  /** The winner for the rest; null while undecided or without a single winner. */
  readonly chosen: number | null;
  /** Current wave, from 0. */
  readonly wave: number;
  readonly waveCount: number;
  /** Shares of the variants in the current wave. */
  readonly shares: readonly number[];
}

export async function getCampaignList(db: Db, shopId: ShopId, now: Date): Promise<CampaignList> {
  const shop = await loadShop(db, shopId);
  const campaigns = await listCampaigns(db, shopId);
  const { value: numbers, countedAt } = await countCampaigns(
    db,
    shopId,
    campaigns.map(({ campaignId }) => campaignId),
    now,
  );
  const names = await loadAudienceNames(db, shopId);
  const ids = campaigns.map(({ plan }) => plan.templateId);
  const emails = await findPublished(db, shopId, ids);
  return {
    ...shop,
    countedAt,
    campaigns: campaigns.map((campaign) => {
      const { templateId } = campaign.plan;
      const source = emails.get(templateId) ?? findReadyTemplate(templateId);
      return summaryOf(campaign, source?.subject ?? "", names, numbers);
    }),
  };
}

/** @returns null when the shop has no such campaign */
export async function findCampaignPage(
  db: Db,
  shopId: ShopId,
  campaignId: string,
  { keyring, now }: { readonly keyring: Pick<Keyring, "open">; readonly now: Date },
): Promise<CampaignPage | null> {
  const campaign = await findCampaign(db, shopId, campaignId);
  if (!campaign) return null;
  const { plan, version, endedAt, audienceCounts } = campaign;
  const [shop, emails, held, names, ownEmail, { maxDiscountPercent }, numbers, links, results] =
    await Promise.all([
      loadShop(db, shopId),
      listCampaignEmails(db, shopId),
      getPlan(db, shopId),
      loadAudienceNames(db, shopId),
      findOwnEmail(db, shopId, plan),
      loadOfferSettings(db, shopId),
      countCampaigns(db, shopId, [campaignId], now),
      countLinkClicks(db, shopId, { campaignId, variant: null }, keyring),
      countTest(db, shopId, campaign, now),
    ]);
  const subject = ownEmail?.subject ?? "";
  return {
    ...shop,
    ...summaryOf(campaign, subject, names, numbers.value),
    countedAt: numbers.countedAt ?? results.countedAt,
    plan,
    version,
    audienceCounts,
    links,
    lift: await findCampaignLift(db, shopId, campaign),
    exclusion: plan.skipsUnlikely ? await judgeExclusion(db, shopId, campaignId, now) : null,
    endedAt: endedAt?.toISOString() ?? null,
    suggestedTime: campaign.status === "draft" ? await suggestSendTime(db, shopId, now) : null,
    undoMs: undoMsLeft(campaign, now),
    choices: listAudienceChoices(names, plan.audience),
    ownEmail,
    emails,
    refusals: await listRefusals(db, shopId, discountsOf(campaignId, plan, maxDiscountPercent)),
    mayMakeDiscounts: await mayMakeDiscounts(db, shopId),
    maxDiscountPercent,
    planWithoutTests: mayUse(held, "campaign_tests") ? null : held.id,
    test: describeTest(campaign, { subject, emails }, results.value),
  };
}

/** The results of each variant; none without a test. */
async function countTest(
  db: Db,
  shopId: ShopId,
  { campaignId, plan: { test } }: Campaign,
  now: Date,
): Promise<Counted<readonly CampaignVariantResult[]>> {
  if (test === null) return { value: [], countedAt: null };
  return keepCount(
    shopId,
    `campaign-test/${campaignId}`,
    { now, sizeOf: (results) => results.reduce((sum, { sent }) => sum + sent, 0) },
    () => countCampaignVariantResults(db, shopId, campaignId, getVariantCount(test)),
  );
}

/** The measured effect of a campaign with a holdout. */
async function findCampaignLift(
  db: Db,
  shopId: ShopId,
  { campaignId, audienceCounts }: Campaign,
): Promise<CampaignPage["lift"]> {
  if (audienceCounts.holdout === 0) return null;
  const lift = await findLift(db, shopId);
  const answers = lift?.answers.filter((it) => it.of === "source" && it.campaignId === campaignId);
  return chooseLiftWindow(answers ?? []) ?? "not_counted";
}

const discountsOf = (campaignId: string, { coupon }: CampaignPlan, maxPercent: number) =>
  coupon === null
    ? []
    : possibleDiscounts(coupon, { isCampaign: true, maxPercent }).map((percentOff) => ({
        owner: { kind: "campaign", campaignId } as const,
        percentOff,
      }));

/** Source of the first variant's name. */
interface SubjectSource {
  readonly subject: string;
  readonly emails: readonly CampaignEmail[];
}

function describeTest(
  { plan: { test, timing }, startsAt, wave, shares, chosenVariant }: Campaign,
  source: SubjectSource,
  results: readonly CampaignVariantResult[],
): TestPage | null {
  if (test === null || startsAt === null) return null;
  const names = armNames(test, timing, source);
  const variants = results.map((result, n) => ({ ...result, name: names[n] ?? null }));
  return { variants, chosen: chosenVariant, wave, waveCount: getWaveCount(test), shares };
}

function armNames(
  { others: { kind, values } }: CampaignTest,
  timing: CampaignPlan["timing"],
  { subject, emails }: SubjectSource,
): readonly (string | null)[] {
  switch (kind) {
    case "subject":
      return [subject, ...values];
    case "content": {
      const names = new Map(emails.map(({ templateId, name }) => [templateId, name]));
      return [null, ...values.map((id) => names.get(id) ?? null)];
    }
    case "time":
      return [timing.kind === "now" ? "" : timing.time, ...values];
  }
}

function summaryOf(
  { campaignId, name, status, plan, startsAt, foreseenEmails }: Campaign,
  subject: string,
  names: AudienceNames,
  numbers: ReadonlyMap<string, CampaignNumbers>,
): CampaignSummary {
  return {
    campaignId,
    name,
    status,
    startsAt: startsAt?.toISOString() ?? null,
    subject,
    audience: nameAudience(plan.audience, names),
    numbers: numbers.get(campaignId) ?? NO_NUMBERS,
    ...progressOf(status, numbers.get(campaignId) ?? NO_NUMBERS, foreseenEmails ?? 0),
  };
}

async function loadShop(db: Db, shopId: ShopId) {
  return db.shop.findUniqueOrThrow({
    where: { shopId },
    select: { currency: true, timeZone: true },
  });
}
