import type { MessageIntent } from "~/messages/message";
import {
  getMinIntervalMs,
  type EmailPreferences,
  type Topic,
} from "~/profiles/preferences/preferences";

/** A recipient's preferences with the facts that they apply to. */
export interface RecipientPreferences extends Pick<
  EmailPreferences,
  "topicsOff" | "frequency" | "pausedUntil"
> {
  /** When a marketing email was last sent to them, however long ago. */
  readonly lastMarketingAt: Date | null;
}

export interface PreferenceDelay {
  readonly until: Date;
  readonly reason: "paused_by_customer" | "fewer_by_customer";
}

/** The preference topic of a message. */
export function topicOf({ origin, trigger }: MessageIntent): Topic {
  if (origin === "campaign") return "news";
  return trigger.kind === "checkout" ? "reminders" : "ideas";
}

/** Until when a recipient's preferences delay a message; null: not at all. */
export function preferenceDelay(
  preferences: RecipientPreferences,
  recentMarketingAt: readonly Date[],
  now: Date,
): PreferenceDelay | null {
  if (preferences.pausedUntil !== null && preferences.pausedUntil > now) {
    return { until: preferences.pausedUntil, reason: "paused_by_customer" };
  }
  const times = [
    ...recentMarketingAt,
    ...(preferences.lastMarketingAt ? [preferences.lastMarketingAt] : []),
  ];
  // Without an email, this is the infinite past.
  const untilMs =
    Math.max(...times.map((at) => at.getTime())) + getMinIntervalMs(preferences.frequency);
  return untilMs > now.getTime() ? { until: new Date(untilMs), reason: "fewer_by_customer" } : null;
}
