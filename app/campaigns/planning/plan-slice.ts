import {
  drawHoldoutArm,
  isInShopHoldout,
  type Draw,
  type HoldoutReason,
} from "~/experiments/draw-holdout";
import { DurationMs, laterBy } from "~/flows/duration";
import { recipientTimeZone } from "~/flows/time/recipient-time-zone";
import type { ShopId } from "~/lib/shop-id";
import { hasOneTime, otherValue, type CampaignPlan } from "../campaign";
import {
  addCounts,
  AudienceCounts,
  standingOf,
  type AudienceMember,
} from "../audience/audience-counts";
import { turnMs } from "./pace";
import { dueAt, nextTimeOfDay, type RecipientClock } from "./send-time";
import { variantIn } from "./trial";

/** A campaign message expires this long after it was due. */
export const MAIL_LIVES_MS = DurationMs.hours(48);

/** What decides about each audience member, independent of the wave. */
export interface Planning {
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
export interface SliceOfCampaign extends Planning {
  /** The wave that is planned: ab-test.ts. */
  readonly part: number;
  /** Share of each variant in the wave. */
  readonly shares: readonly number[];
  /** When this wave started. */
  readonly partStartsAt: Date;
  /** Number of messages of this wave planned before the slice. */
  readonly plannedBefore: number;
  /** Messages due before this time may have been sent before a database restore; null: no restore. */
  readonly skippedUntil: Date | null;
}

interface PlannedMail {
  readonly profileId: string;
  readonly variant: number;
  readonly state: "planned" | "withheld" | "skipped";
  /** The reason for withholding or skipping it. */
  readonly reason: HoldoutReason | "restored" | null;
  readonly ownTimeAt: Date;
  readonly dueAt: Date;
  readonly expiresAt: Date;
}

export interface PlannedSlice {
  readonly mails: readonly PlannedMail[];
  /** Members that belong to another wave. */
  readonly ofOtherParts: readonly string[];
  readonly counts: AudienceCounts;
}

/**
 * Plans the messages of some audience members in order and counts each member once over all
 * slices and waves. Pacing only changes when a message is due.
 */
export function planSlice(
  members: readonly AudienceMember[],
  slice: SliceOfCampaign,
  now: Date,
): PlannedSlice {
  const { shopId, campaignId, plan, part, shares, plannedBefore, skippedUntil } = slice;
  const mails: PlannedMail[] = [];
  const ofOtherParts: string[] = [];
  let counts = AudienceCounts.parse({});
  for (const member of members) {
    const { profileId } = member;
    const variant = variantIn(part, plan.test, shares, { shopId, campaignId, profileId });
    if (variant === null) {
      ofOtherParts.push(profileId);
      continue;
    }
    const place = placeMember(member, slice, now);
    if (place.kind === "left_out") {
      counts = addCounts(counts, { members: 1, [place.standing]: 1 });
      continue;
    }
    const { reason, ownTimeAt, clock } = place;
    const isTreated = reason === null;
    const turn = hasOneTime(plan.timing) ? turnMs(plan, plannedBefore + counts.planned) : 0;
    const due = laterBy(dueOf(slice, variant, clock), turn);
    // Later waves of a test are due after the campaign's start.
    const at = due < now ? now : due;
    const isSkipped = isTreated && skippedUntil !== null && due <= skippedUntil;
    mails.push({
      profileId,
      variant,
      state: isSkipped ? "skipped" : isTreated ? "planned" : "withheld",
      reason: isSkipped ? "restored" : reason,
      ownTimeAt,
      dueAt: at,
      expiresAt: laterBy(at, MAIL_LIVES_MS),
    });
    counts = addCounts(counts, { members: 1, [isTreated ? "planned" : "holdout"]: 1 });
  }
  return { mails, ofOtherParts, counts };
}

type Place =
  | { readonly kind: "left_out"; readonly standing: "noAddress" | "noConsent" | "suppressed" }
  | {
      readonly kind: "reachable";
      /** The holdout reason; null: not in a holdout. */
      readonly reason: HoldoutReason | null;
      /** The campaign's send time for this member, at which frequency caps are checked. */
      readonly ownTimeAt: Date;
      readonly clock: RecipientClock;
    };

/** Whether a member is emailed, and the campaign's send time for them before pacing. */
export function placeMember(member: AudienceMember, planning: Planning, now: Date): Place {
  const { shopId, campaignId, startsAt, shopTimeZone } = planning;
  const standing = standingOf(member);
  if (standing !== "reachable") return { kind: "left_out", standing };
  const { profileId, countryCode, bestHour } = member;
  const experimentKey = `campaign/${campaignId}`;
  const reason = holdoutOf(planning, { shopId, experimentKey, profileId });
  const clock = { timeZone: recipientTimeZone(countryCode, shopTimeZone, now), bestHour };
  const ownTimeAt = dueAt(planning.plan.timing, startsAt, shopTimeZone, clock);
  return { kind: "reachable", reason, ownTimeAt, clock };
}

/** The holdout reason of a profile, or null. */
function holdoutOf(
  { holdoutRate, shopHoldoutRate }: Pick<Planning, "holdoutRate" | "shopHoldoutRate">,
  who: Omit<Draw, "holdoutRate">,
): HoldoutReason | null {
  if (isInShopHoldout(who.shopId, who.profileId, shopHoldoutRate)) return "shop_holdout";
  return drawHoldoutArm({ ...who, holdoutRate }) === "holdout" ? "holdout" : null;
}

/** In a test of send times each time occurs once per wave, so that waves are a day apart. */
function dueOf(
  { plan: { timing, test }, startsAt, partStartsAt, shopTimeZone }: SliceOfCampaign,
  variant: number,
  clock: RecipientClock,
): Date {
  if (timing.kind !== "now" && test?.others.kind === "time") {
    const time = otherValue(test, "time", variant) ?? timing.time;
    return nextTimeOfDay(partStartsAt, time, shopTimeZone);
  }
  // A test in waves has one send time for all.
  return test === null ? dueAt(timing, startsAt, shopTimeZone, clock) : partStartsAt;
}
