import {
  drawHoldoutVariant,
  isInBaseline,
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
import { findUnlikelyMembers } from "./unlikely-members";
import { dueAt, nextTimeOfDay, type RecipientClock } from "./send-time";
import { drawVariant } from "./ab-test";

/** Number of members that are planned together. */
export const SLICE_MEMBERS = 500;

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
  /** Share of all profiles in the baseline group, from 0 to 1. */
  readonly baselineRate: number;
  /** The estimated effect below which a customer is unlikely to be influenced; null: no evidence. */
  readonly upliftCutoff: number | null;
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
  readonly reason: HoldoutReason | "restored" | "unlikely_influenced" | null;
  readonly isUnlikelyControl: boolean;
  readonly inBaseline: boolean;
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
  const reached: (Reachable & { readonly variant: number })[] = [];
  let counts = AudienceCounts.parse({});
  for (const member of members) {
    const { profileId, uplift } = member;
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
    reached.push({ profileId, uplift, variant, reason, ownTimeAt, clock });
  }
  const unlikely = plan.skipsUnlikely ? findUnlikely(reached, slice) : null;
  for (const { profileId, variant, reason, ownTimeAt, clock } of reached) {
    const judged = unlikely?.get(profileId);
    const isTreated = reason === null;
    const delayMs = hasSingleSendTime(plan.timing)
      ? paceDelayMs(plan, plannedBefore + counts.planned)
      : 0;
    const due = addMs(getDueAt(slice, variant, clock), delayMs);
    // Later waves of a test are due after the campaign's start.
    const at = due < now ? now : due;
    const isRestored = isTreated && skippedUntil !== null && due <= skippedUntil;
    const isExcluded = !isRestored && judged === "excluded";
    emails.push({
      profileId,
      variant,
      state: isRestored || isExcluded ? "skipped" : isTreated ? "planned" : "withheld",
      reason: isRestored ? "restored" : isExcluded ? "unlikely_influenced" : reason,
      isUnlikelyControl: judged === "control",
      inBaseline: isInBaseline(shopId, profileId, slice.baselineRate),
      ownTimeAt,
      dueAt: at,
      expiresAt: addMs(at, MESSAGE_LIFETIME_MS),
    });
    const outcome = isExcluded ? "unlikely" : isTreated ? "planned" : "holdout";
    counts = addAudienceCounts(counts, { members: 1, [outcome]: 1 });
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

/** A member who can be emailed, with what was decided. */
interface Reachable {
  readonly profileId: ProfileId;
  readonly uplift: number | null;
  readonly reason: HoldoutReason | null;
  readonly ownTimeAt: Date;
  readonly clock: RecipientClock;
}

/** Members of a slice who are unlikely to be influenced. Those in a holdout keep measuring the campaign. */
export function findUnlikely(
  reached: readonly Pick<Reachable, "profileId" | "uplift" | "reason">[],
  planning: Pick<PlanningContext, "shopId" | "campaignId" | "upliftCutoff">,
): ReturnType<typeof findUnlikelyMembers> {
  const emailed = reached.filter(({ reason }) => reason === null);
  return findUnlikelyMembers(emailed, planning.upliftCutoff, planning);
}

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
