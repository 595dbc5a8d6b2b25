import type { AudienceMember } from "~/campaigns/audience-counts";
import { listAudience } from "~/campaigns/audience/audience-store.server";
import type { CampaignPlan } from "~/campaigns/campaign";
import { campaignIntent } from "~/campaigns/campaign-intent";
import {
  MESSAGE_LIFETIME_MS,
  SLICE_MEMBERS,
  decideMember,
  findUnlikely,
  type PlanningContext,
} from "~/campaigns/planning/plan-slice";
import { getEarliestSendAt } from "~/campaigns/planning/send-time";
import type { Db } from "~/db.server";
import type { HoldoutReason } from "~/experiments/draw-holdout";
import { addMs } from "~/flows/definition/duration";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { loadDeliveryFacts } from "~/delivery/decision/delivery-facts.server";
import type { SendingSetup } from "~/delivery/decision/sending-setup.server";
import { findUpliftCutoff } from "~/predictions/models/model-store.server";
import { forecastDelivery, EMPTY_WATERFALL, type Waterfall } from "./waterfall";

/** Customers whom the option to exclude those unlikely to be influenced concerns. */
export interface Influence {
  /** Whether the shop's holdout shows that the estimates are better than chance. */
  readonly hasEvidence: boolean;
  /** Number of customers whom the option excludes, whether it is on or off. */
  readonly unlikely: number;
}

/**
 * Forecast of a campaign's audience if it started now. The last number is sent unless something changes in
 * between: the recipients are decided at the campaign's own time, however long pacing, warm-up or a test
 * delay them.
 */
export async function countWaterfall(
  db: Db,
  shopId: ShopId,
  { campaignId, plan }: { readonly campaignId: string; readonly plan: CampaignPlan },
  setup: SendingSetup,
  now: Date,
): Promise<{ readonly waterfall: Waterfall; readonly influence: Influence }> {
  const counts = { ...EMPTY_WATERFALL };
  const upliftCutoff = await findUpliftCutoff(db, shopId);
  let unlikely = 0;
  const planning: PlanningContext = {
    ...{ shopId, campaignId, plan },
    startsAt: getEarliestSendAt(plan, setup.shop.timeZone, now),
    shopTimeZone: setup.shop.timeZone,
    holdoutRate: setup.settings.holdoutRate,
    shopHoldoutRate: setup.settings.shopHoldoutRate,
    baselineRate: setup.settings.baselineRate,
    upliftCutoff,
  };
  for await (const members of slicesOf(db, shopId, plan)) {
    counts.members += members.length;
    const placed = members.flatMap((member): Reachable[] => {
      const place = decideMember(member, planning, now);
      if (place.kind === "reachable") return [{ ...place, ...member }];
      counts[place.reachability] += 1;
      return [];
    });
    const judged = findUnlikely(placed, planning);
    const influenced = placed.filter(({ profileId }) => judged.get(profileId) !== "excluded");
    const excluded = placed.length - influenced.length;
    unlikely += excluded;
    if (plan.skipsUnlikely) counts.unlikely += excluded;
    const left = plan.skipsUnlikely ? influenced : placed;
    for (const outcome of await forecastSlice(db, planning, left, setup, now)) counts[outcome] += 1;
  }
  return { waterfall: counts, influence: { hasEvidence: upliftCutoff !== null, unlikely } };
}

interface Reachable {
  readonly profileId: ProfileId;
  readonly countryCode: string | null;
  /** Why the customer is in a holdout; null when not. */
  readonly reason: HoldoutReason | null;
  readonly ownTimeAt: Date;
  readonly uplift: number | null;
}

async function* slicesOf(
  db: Db,
  shopId: ShopId,
  { audience }: CampaignPlan,
): AsyncGenerator<readonly AudienceMember[]> {
  let after = "";
  for (;;) {
    const members = await listAudience(db, shopId, audience, { after, limit: SLICE_MEMBERS });
    yield members;
    const last = members.at(-1);
    if (!last || members.length < SLICE_MEMBERS) return;
    after = last.profileId;
  }
}

type ForecastOutcome = "capped" | "otherwise" | "holdout" | "willBeSent";

async function forecastSlice(
  db: Db,
  { shopId, campaignId, plan }: PlanningContext,
  members: readonly Reachable[],
  setup: SendingSetup,
  now: Date,
): Promise<ForecastOutcome[]> {
  const known = await loadDeliveryFacts(
    db,
    shopId,
    members.map(({ profileId, ownTimeAt, reason }) => ({
      ownTimeAt,
      reason,
      messageId: profileId,
      profileId,
      expiresAt: addMs(ownTimeAt, MESSAGE_LIFETIME_MS),
      // The decision is the same for all variants.
      intent: campaignIntent(campaignId, plan, { variant: 0, startedAt: now, ownTimeAt }),
    })),
    setup,
    now,
    new Map(
      members.map(({ profileId, countryCode }) => [
        profileId,
        { countryCode, flowId: null, flowStatus: "live", exitReason: null },
      ]),
    ),
  );
  return known.map(({ ownTimeAt, reason, facts }): ForecastOutcome => {
    const outcome = forecastDelivery(facts, setup.settings, ownTimeAt);
    if (outcome !== "sent") return outcome;
    return reason === null ? "willBeSent" : "holdout";
  });
}
