import { laterBy, DurationMs } from "~/flows/duration";
import { findExitReason, type ExitReason } from "~/flows/run/exit-reason";
import { meetsAll } from "~/flows/enrollment/meets-condition";
import type { FlowStatus } from "~/flows/status/flow-status";
import type { EnrollmentFacts } from "~/flows/facts/enrollment-facts";
import type { MessageIntent } from "~/messages/message";
import { ACCESS_GRACE_MS } from "~/shopify/access-grace";
import type { ClosedAs } from "~/shopify/closed-shop";
import {
  topicOf,
  preferenceDelay,
  type PreferenceDelay,
  type RecipientPreferences,
} from "./decision/apply-preferences";
import { capEnds, HOLD_MS, yieldsUntil } from "./decision/caps";
import type { PendingMessage } from "./decision/message-value";
import { nextOutsideQuietHours } from "./decision/quiet-hours";
import { repeatsUntil } from "./decision/repeat-rule";
import { SENDING_RULES } from "./decision/sending-rules";
import { recipientTimeZone } from "~/flows/time/recipient-time-zone";
import type { SendingSettings } from "./settings/sending-settings";

/** What speaks against a mail whatever the time, read when it is about to leave. */
export interface SkipFacts {
  readonly intent: MessageIntent;
  readonly isShopInstalled: boolean;
  /** Of the flow; of a campaign: live while it is under way, archived once it was cancelled. */
  readonly flowStatus: FlowStatus;
  /** Why the run that planned the message has ended, if it ended early. A run that ran its course is no reason. */
  readonly runExit: ExitReason | null;
  readonly run: EnrollmentFacts;
  /** What the recipient chose on the preference page; null: nothing. */
  readonly preferences: Pick<RecipientPreferences, "topicsOff"> | null;
  readonly shopTimeZone: string;
  readonly countryCode: string | null;
}

/** Everything that a message's last decision rests on, read when it is about to leave. */
export interface DeliveryFacts extends SkipFacts {
  readonly expiresAt: Date;
  /** Whether nothing is published of what it says. */
  readonly isDraft: boolean;
  /** Since when Shopify has refused the app in the shop; null while it does not. */
  readonly accessLostAt: Date | null;
  /** Why Shopify says that the shop is closed for now; null: it is open. */
  readonly closedAs: ClosedAs | null;
  /**
   * When marketing mails left for this profile, or are leaving, in the last seven days and in those before a
   * campaign's own time; in any order.
   */
  readonly recentMarketingAt: readonly Date[];
  /** When a message with the same repeat key last left for this profile, or is leaving; null: never within its period. */
  readonly sameSentAt: Date | null;
  readonly preferences: RecipientPreferences | null;
  /** Most marketing emails in seven days that Kindred finds right for the profile; null: the merchant's cap stands alone. */
  readonly learnedCap: number | null;
  /** What the message is expected to bring: `decision/message-value.ts`. */
  readonly value: number;
  /** Other messages to the profile that are planned for the next seven days. */
  readonly pending: readonly PendingMessage[];
  /** What the merchant has yet to fill in before any mail may leave. */
  readonly missingSetup: "sender_missing" | "postal_address_missing" | "brand_incomplete" | null;
  /** When the shop's plan has new mails, if it has none left; null: it has. */
  readonly planFullUntil: Date | null;
}

export type SkipReason =
  | ExitReason
  | "shop_uninstalled"
  | "campaign_cancelled"
  | "no_address"
  | "not_subscribed"
  | "topic_off"
  | "not_published"
  | "nothing_available"
  | "plan_limit_expired"
  | "does_not_fit"
  | "expired"
  | "repeated"
  | "quiet_hours"
  | "frequency_cap"
  | "yields"
  | PreferenceDelay["reason"];

export type DeferReason =
  | "flow_paused"
  | "campaign_paused"
  | "access_lost"
  | "shop_frozen"
  | "shop_paused"
  /** Found out only when the mail is composed. */
  | "code_coming"
  | "plan_limit"
  | NonNullable<DeliveryFacts["missingSetup"]>
  | "checkout_in_use"
  | "quiet_hours"
  | "frequency_cap"
  | "yields"
  | PreferenceDelay["reason"];

export type Decision =
  | { readonly kind: "send" }
  | { readonly kind: "defer"; readonly until: Date; readonly reason: DeferReason }
  | { readonly kind: "skip"; readonly reason: SkipReason };

/** A mail of a shop that sells nothing now leads nowhere: it waits for the shop, and no longer than it is worth reading. */
export const CLOSED_REASONS = { frozen: "shop_frozen", paused: "shop_paused" } as const;

/**
 * Whether a message may leave now. Asked in this order: may this person be
 * mailed at all (consent, suppression), has the reason for the mail gone (exit
 * rules, by the same rule as in the flow), is there something left to offer,
 * is it too late, would it repeat what this person just got, and only then what merely puts it off: a held flow, a shop
 * that is closed for now or may have left, a sender that is not set up, a plan that is used up,
 * a checkout in use, quiet hours, the frequency cap.
 */
export function decideDelivery(
  facts: DeliveryFacts,
  settings: SendingSettings,
  now: Date,
): Decision {
  const reason = skipReason(facts, now);
  if (reason !== null) return { kind: "skip", reason };
  if (facts.expiresAt <= now) {
    return { kind: "skip", reason: facts.planFullUntil ? "plan_limit_expired" : "expired" };
  }

  const repeats = repeatsUntil(facts.intent, facts.sameSentAt, settings.repeatDays);
  if (repeats !== null && repeats > now) return { kind: "skip", reason: "repeated" };

  if (facts.flowStatus !== "live") {
    const isCampaign = facts.intent.origin === "campaign";
    return hold(isCampaign ? "campaign_paused" : "flow_paused", facts, now);
  }
  // Nobody has said yet that these words may go out: while the flow is held there is still time to.
  if (facts.isDraft) return { kind: "skip", reason: "not_published" };
  if (facts.closedAs !== null) return hold(CLOSED_REASONS[facts.closedAs], facts, now);
  if (hasLostAccess(facts, now)) return hold("access_lost", facts, now);
  if (facts.missingSetup !== null) return hold(facts.missingSetup, facts, now);
  if (facts.planFullUntil !== null) return waitForPlan(facts.planFullUntil, facts);
  const wait = firstWait(facts, settings, now) ?? waitAtOwnTime(facts, settings, now);
  if (wait === null) return { kind: "send" };
  // Who has had enough mail is left out of a campaign, and counted so.
  const mayWait =
    facts.intent.origin === "flow" || wait.reason === "quiet_hours" || wait.reason === "yields";
  if (mayWait && wait.until < facts.expiresAt) return { kind: "defer", ...wait };
  // It could only leave when it has expired: say so now, with what stands in the way.
  const cause = wait.reason === "checkout_in_use" ? "expired" : wait.reason;
  return { kind: "skip", reason: cause };
}

/** Why a mail must not go any more, whatever the time; null if nothing speaks against it. */
export function skipReason(facts: SkipFacts, now: Date): SkipReason | null {
  const { intent, run } = facts;
  if (!facts.isShopInstalled) return "shop_uninstalled";
  if (facts.flowStatus === "archived") {
    return intent.origin === "campaign" ? "campaign_cancelled" : "flow_archived";
  }
  const exit = findExitReason(intent.exits, run);
  if (exit !== null) return exit;
  if (!run.profile.hasAddress) return "no_address";
  if (run.profile.marketingState !== "subscribed" && intent.audience === "subscribers") {
    return "not_subscribed";
  }
  if (facts.preferences?.topicsOff.includes(topicOf(intent))) return "topic_off";
  if (facts.runExit !== null) return facts.runExit;
  const isLeft = run.object?.kind === "checkout" || run.object?.kind === "cart";
  if (isLeft && run.object.availableLineCount === 0) return "nothing_available";
  return meetsAll(intent.filter, run, now) ? null : "does_not_fit";
}

function hasLostAccess({ accessLostAt }: DeliveryFacts, now: Date): boolean {
  return accessLostAt !== null && laterBy(accessLostAt, ACCESS_GRACE_MS) <= now;
}

interface Wait {
  readonly until: Date;
  readonly reason:
    "checkout_in_use" | "quiet_hours" | "frequency_cap" | "yields" | PreferenceDelay["reason"];
}

function firstWait(facts: DeliveryFacts, settings: SendingSettings, now: Date): Wait | null {
  const { intent, run, preferences, expiresAt } = facts;
  const rule = SENDING_RULES[intent.purpose];
  const { trigger } = intent;
  const isLeft = run.object?.kind === "checkout" || run.object?.kind === "cart";
  if ("idleMinutes" in trigger && isLeft) {
    const until = laterBy(run.object.updatedAt, DurationMs.minutes(trigger.idleMinutes));
    if (until > now) return { until, reason: "checkout_in_use" };
  }
  const timeZone = recipientTimeZone(facts.countryCode, facts.shopTimeZone, now);
  const awake = (at: Date) =>
    rule.quietHours ? nextOutsideQuietHours(at, timeZone, settings.quietHours) : at;
  const chosen =
    preferences &&
    (rule.chosenFrequency ? preferences : { ...preferences, frequency: "usual" as const });
  const delay = chosen && preferenceDelay(chosen, facts.recentMarketingAt, now);
  if (delay) return { until: awake(delay.until), reason: delay.reason };
  const until = awake(now);
  if (until > now) return { until, reason: "quiet_hours" };
  const caps = capEnds(facts, settings, now).flatMap(({ effect, endsAt }) => {
    const after = awake(endsAt);
    // Waiting would make it too late: it was triggered by the customer, so it leaves now.
    const isInVain = effect === "delays" && after >= expiresAt;
    return endsAt <= now || isInVain ? [] : [after];
  });
  if (caps.length === 0) {
    const freeAt = yieldsUntil(facts, settings, now, awake);
    return freeAt && { until: freeAt, reason: "yields" };
  }
  const last = new Date(Math.max(...caps.map((at) => at.getTime())));
  return { until: last, reason: "frequency_cap" };
}

/**
 * What kept a campaign from a recipient at its own time: a campaign has one time, and whoever had had enough mail by
 * then is left out, even if their turn comes so much later (a pace, a new domain, the rest of a test) that they had
 * room again. So the pace decides when, and never whether.
 */
function waitAtOwnTime(facts: DeliveryFacts, settings: SendingSettings, now: Date): Wait | null {
  const { intent, preferences } = facts;
  if (intent.origin !== "campaign" || intent.ownTimeAt === undefined) return null;
  const timeZone = recipientTimeZone(facts.countryCode, facts.shopTimeZone, now);
  const at = nextOutsideQuietHours(intent.ownTimeAt, timeZone, settings.quietHours);
  if (at >= now) return null;
  const isBefore = (mailedAt: Date | null) => mailedAt !== null && mailedAt <= at;
  const factsThen = {
    ...facts,
    recentMarketingAt: facts.recentMarketingAt.filter(isBefore),
    pending: [],
    preferences: preferences && {
      ...preferences,
      lastMarketingAt: isBefore(preferences.lastMarketingAt) ? preferences.lastMarketingAt : null,
    },
  };
  return firstWait(factsThen, settings, at);
}

/**
 * Looked at again when the plan has new mails: a change of plan comes before. A campaign's mail does not grow old
 * meanwhile, since its time is the merchant's; a flow's is of no use once its reason is long past.
 */
function waitForPlan(renewsAt: Date, { intent, expiresAt }: DeliveryFacts): Decision {
  const isPatient = intent.origin === "campaign" || renewsAt < expiresAt;
  return { kind: "defer", reason: "plan_limit", until: isPatient ? renewsAt : expiresAt };
}

/** Looked at again soon, and once more when it expires. */
function hold(reason: DeferReason, { expiresAt }: DeliveryFacts, now: Date): Decision {
  const soon = laterBy(now, HOLD_MS);
  return { kind: "defer", reason, until: soon < expiresAt ? soon : expiresAt };
}
