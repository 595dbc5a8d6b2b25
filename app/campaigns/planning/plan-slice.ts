import { drawArm, isInShopHoldout, type Draw, type HoldoutReason } from "~/experiments/draw-arm";
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

/** Later than this after it was due, a campaign's mail is not worth sending. */
export const MAIL_LIVES_MS = DurationMs.hours(48);

/** What decides about each member of an audience, whatever part of it is planned. */
export interface Planning {
  readonly shopId: ShopId;
  readonly campaignId: string;
  readonly plan: CampaignPlan;
  readonly startsAt: Date;
  readonly shopTimeZone: string;
  readonly holdoutRate: number;
  /** Share of all profiles that no mail of the shop reaches, from 0 to 1. */
  readonly shopHoldoutRate: number;
}

/** What the members of a slice are planned by. */
export interface SliceOfCampaign extends Planning {
  /** The part of the audience that is planned: trial.ts. */
  readonly part: number;
  /** Of the part, a version each. */
  readonly shares: readonly number[];
  /** When this part was begun. */
  readonly partStartsAt: Date;
  /** How many mails of this part were planned before the slice. */
  readonly plannedBefore: number;
  /** Until when a mail must have been due that may have left before the database was restored; null: none. */
  readonly skippedUntil: Date | null;
}

interface PlannedMail {
  readonly profileId: string;
  readonly variant: number;
  readonly state: "planned" | "withheld" | "skipped";
  /** Why it is withheld or skipped. */
  readonly reason: HoldoutReason | "restored" | null;
  readonly ownTimeAt: Date;
  readonly dueAt: Date;
  readonly expiresAt: Date;
}

export interface PlannedSlice {
  readonly mails: readonly PlannedMail[];
  /** Members whose part is another one. */
  readonly ofOtherParts: readonly string[];
  readonly counts: AudienceCounts;
}

/**
 * Plans the mails of some members of an audience, in their order, and counts each member once over all
 * slices and parts. A pace changes when a mail is due, and nothing else.
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
    // The rest of a test comes later than its campaign began.
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
      /** Why they are left alone on purpose; null: they are not. */
      readonly reason: HoldoutReason | null;
      /** The campaign's own time for this member: whoever has had enough mail by then is left out. */
      readonly ownTimeAt: Date;
      readonly clock: RecipientClock;
    };

/** Whether a member is to be written to, and when the campaign comes to them, however long their turn takes. */
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

/** Why somebody is left alone on purpose, or null. */
function holdoutOf(
  { holdoutRate, shopHoldoutRate }: Pick<Planning, "holdoutRate" | "shopHoldoutRate">,
  who: Omit<Draw, "holdoutRate">,
): HoldoutReason | null {
  if (isInShopHoldout(who.shopId, who.profileId, shopHoldoutRate)) return "shop_holdout";
  return drawArm({ ...who, holdoutRate }) === "holdout" ? "holdout" : null;
}

/** Of times that are tried each comes round once in every part, so that the parts' mails are a day apart. */
function dueOf(
  { plan: { timing, test }, startsAt, partStartsAt, shopTimeZone }: SliceOfCampaign,
  variant: number,
  clock: RecipientClock,
): Date {
  if (timing.kind !== "now" && test?.others.kind === "time") {
    const time = otherValue(test, "time", variant) ?? timing.time;
    return nextTimeOfDay(partStartsAt, time, shopTimeZone);
  }
  // What is tried in parts has one time for all.
  return test === null ? dueAt(timing, startsAt, shopTimeZone, clock) : partStartsAt;
}
