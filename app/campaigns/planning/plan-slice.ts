import {
  drawHoldoutVariant,
  isInShopHoldout,
  type Draw,
  type HoldoutReason,
} from "~/experiments/draw-holdout";
import { DurationMs, addMs } from "~/flows/definition/duration";
import { recipientTimeZone } from "~/flows/time/recipient-time-zone";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { hasSingleSendTime, getAlternative, type CampaignPlan } from "../campaign";
import {
  addAudienceCounts,
  AudienceCounts,
  getReachability,
  type AudienceMember,
} from "../audience-counts";
import { paceDelayMs } from "./pace";
import { dueAt, nextTimeOfDay, type RecipientClock } from "./send-time";
import { drawVariant } from "./ab-test";

/** A campaign message expires this long after it was due. */
export const MESSAGE_LIFETIME_MS = DurationMs.hours(48);

/** What decides about each audience member, independent of the wave. */
export interface PlanningContext {
  readonly shopId: ShopId;
  readonly campaignId: string;
  readonly plan: CampaignPlan;
  readonly startsAt: Date;
  readonly shopTimeZone: string;
  readonly holdoutRate: number;
  /** Share of all profiles in the shop-wide holdout, from 0 to 1. */
  readonly shopHoldoutRate: number;
}

/** The inputs for planning a slice of members. */
export interface CampaignSlice extends PlanningContext {
  /** The wave that is planned: ab-test.ts. */
  readonly wave: number;
  /** Share of each variant in the wave. */
  readonly shares: readonly number[];
  /** When this wave started. */
  readonly waveStartsAt: Date;
  /** Number of messages of this wave planned before the slice. */
  readonly plannedBefore: number;
  /** Messages due before this time may have been sent before a database restore; null: no restore. */
  readonly skippedUntil: Date | null;
}

interface PlannedCampaignMessage {
  readonly profileId: ProfileId;
  readonly variant: number;
  readonly state: "planned" | "withheld" | "skipped";
  /** The reason for withholding or skipping it. */
  readonly reason: HoldoutReason | "restored" | null;
  readonly ownTimeAt: Date;
  readonly dueAt: Date;
  readonly expiresAt: Date;
}

export interface PlannedSlice {
  readonly emails: readonly PlannedCampaignMessage[];
  /** Members that belong to another wave. */
  readonly otherWaveMembers: readonly ProfileId[];
  readonly counts: AudienceCounts;
}

/**
 * Plans the messages of some audience members in order and counts each member once over all
 * slices and waves. Pacing only changes when a message is due.
 */
export function planSlice(
  members: readonly AudienceMember[],
  slice: CampaignSlice,
  now: Date,
): PlannedSlice {
  const { shopId, campaignId, plan, wave, shares, plannedBefore, skippedUntil } = slice;
  const emails: PlannedCampaignMessage[] = [];
  const otherWaveMembers: ProfileId[] = [];
  let counts = AudienceCounts.parse({});
  for (const member of members) {
    const { profileId } = member;
    const variant = drawVariant(wave, plan.test, shares, { shopId, campaignId, profileId });
    if (variant === null) {
      otherWaveMembers.push(profileId);
      continue;
    }
    const decision = decideMember(member, slice, now);
    if (decision.kind === "left_out") {
      counts = addAudienceCounts(counts, { members: 1, [decision.reachability]: 1 });
      continue;
    }
    const { reason, ownTimeAt, clock } = decision;
    const isTreated = reason === null;
    const delayMs = hasSingleSendTime(plan.timing)
      ? paceDelayMs(plan, plannedBefore + counts.planned)
      : 0;
    const due = addMs(getDueAt(slice, variant, clock), delayMs);
    // Later waves of a test are due after the campaign's start.
    const at = due < now ? now : due;
    const isSkipped = isTreated && skippedUntil !== null && due <= skippedUntil;
    emails.push({
      profileId,
      variant,
      state: isSkipped ? "skipped" : isTreated ? "planned" : "withheld",
      reason: isSkipped ? "restored" : reason,
      ownTimeAt,
      dueAt: at,
      expiresAt: addMs(at, MESSAGE_LIFETIME_MS),
    });
    counts = addAudienceCounts(counts, { members: 1, [isTreated ? "planned" : "holdout"]: 1 });
  }
  return { emails, otherWaveMembers, counts };
}

type MemberDecision =
  | { readonly kind: "left_out"; readonly reachability: "noAddress" | "noConsent" | "suppressed" }
  | {
      readonly kind: "reachable";
      /** The holdout reason; null: not in a holdout. */
      readonly reason: HoldoutReason | null;
      /** The campaign's send time for this member, at which frequency caps are checked. */
      readonly ownTimeAt: Date;
      readonly clock: RecipientClock;
    };

/** Whether a member is emailed, and the campaign's send time for them before pacing. */
export function decideMember(
  member: AudienceMember,
  planning: PlanningContext,
  now: Date,
): MemberDecision {
  const { shopId, campaignId, startsAt, shopTimeZone } = planning;
  const reachability = getReachability(member);
  if (reachability !== "reachable") return { kind: "left_out", reachability };
  const { profileId, countryCode, bestHour } = member;
  const experimentKey = `campaign/${campaignId}`;
  const reason = getHoldoutReason(planning, { shopId, experimentKey, profileId });
  const clock = { timeZone: recipientTimeZone(countryCode, shopTimeZone, now), bestHour };
  const ownTimeAt = dueAt(planning.plan.timing, startsAt, shopTimeZone, clock);
  return { kind: "reachable", reason, ownTimeAt, clock };
}

/** The holdout reason of a profile, or null. */
function getHoldoutReason(
  { holdoutRate, shopHoldoutRate }: Pick<PlanningContext, "holdoutRate" | "shopHoldoutRate">,
  draw: Omit<Draw, "holdoutRate">,
): HoldoutReason | null {
  if (isInShopHoldout(draw.shopId, draw.profileId, shopHoldoutRate)) return "shop_holdout";
  return drawHoldoutVariant({ ...draw, holdoutRate }) === "holdout" ? "holdout" : null;
}

/** In a test of send times each time occurs once per wave, so that waves are a day apart. */
function getDueAt(
  { plan: { timing, test }, startsAt, waveStartsAt, shopTimeZone }: CampaignSlice,
  variant: number,
  clock: RecipientClock,
): Date {
  if (timing.kind !== "now" && test?.others.kind === "time") {
    const time = getAlternative(test, "time", variant) ?? timing.time;
    return nextTimeOfDay(waveStartsAt, time, shopTimeZone);
  }
  // A test in waves has one send time for all.
  return test === null ? dueAt(timing, startsAt, shopTimeZone, clock) : waveStartsAt;
}
