import { addMs, DurationMs } from "~/flows/definition/duration";
import { findExitReason, type ExitReason } from "~/flows/rules/exit-reason";
import { meetsAllConditions } from "~/flows/rules/meets-condition";
import type { FlowStatus } from "~/flows/definition/flow-status";
import type { EnrollmentFacts } from "~/flows/rules/enrollment-facts";
import type { MessageIntent } from "~/messages/message";
import { ACCESS_GRACE_MS } from "~/shopify/access-grace";
import type { ClosedAs } from "~/shopify/closed-shop";
import {
  topicOf,
  preferenceDelay,
  type PreferenceDelay,
  type RecipientPreferences,
} from "./apply-preferences";
import { capEnds, HOLD_MS, yieldsUntil } from "./caps";
import type { PendingMessage } from "./message-value";
import { nextOutsideQuietHours } from "./quiet-hours";
import { repeatsUntil } from "./repeat-rule";
import { SENDING_RULES } from "./sending-rules";
import { recipientTimeZone } from "~/flows/time/recipient-time-zone";
import type { SendingSettings } from "../settings/sending-settings";

/** Facts that can rule out a message at any time, read right before it leaves. */
export interface SkipFacts {
  readonly intent: MessageIntent;
  readonly isShopInstalled: boolean;
  /** The flow's status. For a campaign: live while it is sending, archived once canceled. */
  readonly flowStatus: FlowStatus;
  /** Why the enrollment that planned the message ended early; completing the flow is no reason. */
  readonly exitReason: ExitReason | null;
  readonly enrollment: EnrollmentFacts;
  /** The recipient's choices on the preference page; null: none. */
  readonly preferences: Pick<RecipientPreferences, "topicsOff"> | null;
  readonly shopTimeZone: string;
  readonly countryCode: string | null;
}

/** All facts of the delivery decision, read right before the message leaves. */
export interface DeliveryFacts extends SkipFacts {
  readonly expiresAt: Date;
  /** Whether its template has no published version. */
  readonly isDraft: boolean;
  /** When the app lost access to the shop; null while it has access. */
  readonly accessLostAt: Date | null;
  /** Why the shop is closed for now, as Shopify reports it; null when it is open. */
  readonly closedAs: ClosedAs | null;
  /**
   * Times of marketing emails to this profile that were sent or are being sent, in the last seven days and in
   * the seven days before a campaign's own time; in any order.
   */
  readonly recentMarketingAt: readonly Date[];
  /**
   * When a message with the same repeat key was last sent to this profile, or is being sent; null: not within
   * its period.
   */
  readonly sameSentAt: Date | null;
  readonly preferences: RecipientPreferences | null;
  /** Learned maximum of marketing emails in seven days; null: only the merchant's cap applies. */
  readonly learnedCap: number | null;
  /** Expected value of the message: see `decision/message-value.ts`. */
  readonly value: number;
  /** Other messages to the profile that are planned for the next seven days. */
  readonly pending: readonly PendingMessage[];
  /** The setup step that is missing before any email may leave. */
  readonly missingSetup: "sender_missing" | "postal_address_missing" | "brand_incomplete" | null;
  /** When the plan's allowance renews, if it is used up; null otherwise. */
  readonly planFullUntil: Date | null;
}

export type SkipReason =
  | ExitReason
  | "shop_uninstalled"
  | "campaign_canceled"
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
  /** Known only when the message is composed. */
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

/** A closed shop sells nothing, so its emails wait until it opens, but not past their expiry. */
export const CLOSED_REASONS = { frozen: "shop_frozen", paused: "shop_paused" } as const;

/**
 * Decides whether a message may leave now. The order of checks: consent and suppression; exit conditions, by
 * the same rule as in the flow; availability; expiry; repetition. Only then the reasons to wait: a paused
 * flow, a closed shop or lost access, missing setup, a used-up plan, a checkout in use, quiet hours and the
 * frequency cap.
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

  const repeats = repeatsUntil(facts.intent, facts.sameSentAt, settings);
  if (repeats !== null && repeats > now) return { kind: "skip", reason: "repeated" };

  if (facts.flowStatus !== "live") {
    const isCampaign = facts.intent.origin === "campaign";
    return hold(isCampaign ? "campaign_paused" : "flow_paused", facts, now);
  }
  // A draft is not approved for sending. While the flow is paused there is still time to publish it.
  if (facts.isDraft) return { kind: "skip", reason: "not_published" };
  if (facts.closedAs !== null) return hold(CLOSED_REASONS[facts.closedAs], facts, now);
  if (hasLostAccess(facts, now)) return hold("access_lost", facts, now);
  if (facts.missingSetup !== null) return hold(facts.missingSetup, facts, now);
  if (facts.planFullUntil !== null) return waitForPlan(facts.planFullUntil, facts);
  const wait = firstWait(facts, settings, now) ?? waitAtOwnTime(facts, settings, now);
  if (wait === null) return { kind: "send" };
  // A campaign does not wait for the frequency cap: it skips the recipient and counts the skip.
  const mayWait =
    facts.intent.origin === "flow" || wait.reason === "quiet_hours" || wait.reason === "yields";
  if (mayWait && wait.until < facts.expiresAt) return { kind: "defer", ...wait };
  // It would expire while waiting: skip it now, with the reason for the wait.
  const cause = wait.reason === "checkout_in_use" ? "expired" : wait.reason;
  return { kind: "skip", reason: cause };
}

/** Why a message must not be sent at any time; null if nothing rules it out. */
export function skipReason(facts: SkipFacts, now: Date): SkipReason | null {
  const { intent, enrollment } = facts;
  if (!facts.isShopInstalled) return "shop_uninstalled";
  if (facts.flowStatus === "archived") {
    return intent.origin === "campaign" ? "campaign_canceled" : "flow_archived";
  }
  const exit = findExitReason(intent.exits, enrollment);
  if (exit !== null) return exit;
  if (!enrollment.profile.hasAddress) return "no_address";
  if (enrollment.profile.marketingState !== "subscribed" && intent.audience === "subscribers") {
    return "not_subscribed";
  }
  if (facts.preferences?.topicsOff.includes(topicOf(intent))) return "topic_off";
  if (facts.exitReason !== null) return facts.exitReason;
  const isAbandoned = enrollment.object?.kind === "checkout" || enrollment.object?.kind === "cart";
  if (isAbandoned && enrollment.object.availableLineCount === 0) return "nothing_available";
  return meetsAllConditions(intent.filter, enrollment, now) ? null : "does_not_fit";
}

function hasLostAccess({ accessLostAt }: DeliveryFacts, now: Date): boolean {
  return accessLostAt !== null && addMs(accessLostAt, ACCESS_GRACE_MS) <= now;
}

interface Wait {
  readonly until: Date;
  readonly reason:
    | "checkout_in_use"
    | "quiet_hours"
    | "frequency_cap"
    | "yields"
    | PreferenceDelay["reason"];
}

function firstWait(facts: DeliveryFacts, settings: SendingSettings, now: Date): Wait | null {
  const { intent, enrollment, preferences, expiresAt } = facts;
  const rule = SENDING_RULES[intent.purpose];
  const { trigger } = intent;
  const isAbandoned = enrollment.object?.kind === "checkout" || enrollment.object?.kind === "cart";
  if ("idleMinutes" in trigger && isAbandoned) {
    const until = addMs(enrollment.object.updatedAt, DurationMs.minutes(trigger.idleMinutes));
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
    // The customer triggered it and waiting would make it too late, so it leaves now.
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
 * What blocked a campaign for this recipient at the campaign's own time. A recipient who was over the cap
 * then is skipped, even if a slow pace, warm-up or test reaches them when they have room again. Pacing
 * decides when an email leaves, never whether.
 */
function waitAtOwnTime(facts: DeliveryFacts, settings: SendingSettings, now: Date): Wait | null {
  const { intent, preferences } = facts;
  if (intent.origin !== "campaign" || intent.ownTimeAt === undefined) return null;
  const timeZone = recipientTimeZone(facts.countryCode, facts.shopTimeZone, now);
  const at = nextOutsideQuietHours(intent.ownTimeAt, timeZone, settings.quietHours);
  if (at >= now) return null;
  const isBefore = (emailedAt: Date | null) => emailedAt !== null && emailedAt <= at;
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
 * Defers until the plan renews; an upgrade releases the message earlier. A campaign's email does not expire
 * meanwhile, because its time is the merchant's choice; a flow's email is useless long after its trigger.
 */
function waitForPlan(renewsAt: Date, { intent, expiresAt }: DeliveryFacts): Decision {
  const isPatient = intent.origin === "campaign" || renewsAt < expiresAt;
  return { kind: "defer", reason: "plan_limit", until: isPatient ? renewsAt : expiresAt };
}

/** Defers briefly, at most until the message expires. */
function hold(reason: DeferReason, { expiresAt }: DeliveryFacts, now: Date): Decision {
  const soon = addMs(now, HOLD_MS);
  return { kind: "defer", reason, until: soon < expiresAt ? soon : expiresAt };
}
