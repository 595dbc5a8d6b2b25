import { drawArm } from "~/experiments/draw-arm";
import { DurationMs, laterBy } from "~/flows/duration";
import { recipientTimeZone } from "~/flows/time/recipient-time-zone";
import type { CampaignPlan } from "../campaign";
import {
  addCounts,
  AudienceCounts,
  standingOf,
  type AudienceMember,
} from "../audience/audience-counts";
import { dueAt, nextTimeOfDay, type RecipientClock } from "./send-time";
import { variantIn } from "./trial";

/** Later than this after it was due, a campaign's mail is not worth sending. */
export const MAIL_LIVES_MS = DurationMs.hours(48);

/** What the members of a slice are planned by. */
export interface SliceOfCampaign {
  readonly shopId: string;
  readonly campaignId: string;
  readonly plan: CampaignPlan;
  /** The part of the audience that is planned: trial.ts. */
  readonly part: number;
  readonly secondShare: number;
  readonly startsAt: Date;
  /** When this part was begun. */
  readonly partStartsAt: Date;
  readonly shopTimeZone: string;
  readonly holdoutRate: number;
  /** At most so many mails now. */
  readonly mostMails: number;
}

interface PlannedMail {
  readonly profileId: string;
  readonly variant: number;
  readonly state: "planned" | "withheld";
  readonly dueAt: Date;
  readonly expiresAt: Date;
}

export interface PlannedSlice {
  readonly mails: readonly PlannedMail[];
  readonly counts: AudienceCounts;
  /** The last member that was looked at; null: none was. */
  readonly lastProfileId: string | null;
}

/**
 * Plans the mails of some members of an audience, in their order, and counts each member once over all
 * slices and parts. Stops at `mostMails`.
 */
export function planSlice(
  members: readonly AudienceMember[],
  slice: SliceOfCampaign,
  now: Date,
): PlannedSlice {
  const { shopId, campaignId, plan, part, secondShare, shopTimeZone } = slice;
  const mails: PlannedMail[] = [];
  let counts = AudienceCounts.parse({});
  let lastProfileId: string | null = null;
  let planned = 0;
  for (const member of members) {
    if (planned >= slice.mostMails) break;
    const { profileId } = member;
    lastProfileId = profileId;
    const variant = variantIn(part, plan.test, secondShare, { shopId, campaignId, profileId });
    if (variant === null) continue;
    const standing = standingOf(member);
    if (standing !== "reachable") {
      counts = addCounts(counts, { members: 1, [standing]: 1 });
      continue;
    }
    const experimentKey = `campaign/${campaignId}`;
    const arm = drawArm({ shopId, experimentKey, profileId, holdoutRate: slice.holdoutRate });
    const timeZone = recipientTimeZone(member.countryCode, shopTimeZone, now);
    const clock = { timeZone, bestHour: member.bestHour };
    const due = dueOf(slice, variant, clock);
    // The rest of a test, and what is throttled, comes later than its campaign began.
    const at = due < now ? now : due;
    const isTreated = arm === "treated";
    mails.push({
      profileId,
      variant,
      state: isTreated ? "planned" : "withheld",
      dueAt: at,
      expiresAt: laterBy(at, MAIL_LIVES_MS),
    });
    counts = addCounts(counts, { members: 1, [isTreated ? "planned" : "holdout"]: 1 });
    if (isTreated) planned += 1;
  }
  return { mails, counts, lastProfileId };
}

/** Of two times that are tried each comes round once in every part, so that the parts' mails are a day apart. */
function dueOf(
  { plan: { timing, test }, startsAt, partStartsAt, shopTimeZone }: SliceOfCampaign,
  variant: 0 | 1,
  clock: RecipientClock,
): Date {
  if (test?.second.kind !== "time" || timing.kind === "now") {
    return dueAt(timing, startsAt, shopTimeZone, clock);
  }
  const time = variant === 1 ? test.second.time : timing.time;
  return nextTimeOfDay(partStartsAt, time, shopTimeZone);
}
