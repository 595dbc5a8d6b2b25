import { DurationMs, laterBy } from "~/flows/duration";
import type { DeliveryFacts } from "../decide-delivery";
import type { SendingSettings } from "../settings/sending-settings";
import { rivalsOf } from "./message-value";
import { SENDING_RULES, type LimitEffect } from "./sending-rules";

const WEEK_MS = DurationMs.days(7);
/** How soon a message is looked at again that waits for the merchant, or for another message to leave. */
export const HOLD_MS = DurationMs.minutes(15);

/** Most marketing mails in seven days: the merchant's cap, or less where the profile bears less. */
export function capPer7Days(
  learnedCap: number | null,
  { marketingCapPer7Days }: Pick<SendingSettings, "marketingCapPer7Days">,
): number {
  return Math.min(marketingCapPer7Days, learnedCap ?? marketingCapPer7Days);
}

/**
 * Until when a message leaves its place to others of the same person that are worth more; null: it need
 * not. A planned message keeps one place of the week, and keeps the hours before it free where it
 * could not wait for them. It keeps them until it leaves, is skipped or expires, so what is worth
 * less waits no longer than that, and is skipped only where each place of its time went to others.
 */
export function yieldsUntil(
  facts: DeliveryFacts,
  settings: SendingSettings,
  now: Date,
  awake: (at: Date) => Date,
): Date | null {
  const { intent, value, expiresAt } = facts;
  if (!SENDING_RULES[intent.purpose].yields) return null;
  const weekFrom = now.getTime() - WEEK_MS;
  const rivals = rivalsOf({ value, priority: intent.priority }, facts.pending).filter(
    (it) =>
      it.expiresAt > now && it.dueAt < it.expiresAt && it.dueAt.getTime() < now.getTime() + WEEK_MS,
  );
  const had = facts.recentMarketingAt.filter((at) => at.getTime() > weekFrom).length;
  const places = capPer7Days(facts.learnedCap, settings) - had;
  const hoursEnd = awake(laterBy(now, DurationMs.hours(settings.marketingCapHours)));
  const blocked = rivals.filter(
    (it) => !it.exemptFromHourCap && it.dueAt < hoursEnd && it.expiresAt <= hoursEnd,
  );
  const inTheWay = rivals.length >= places ? rivals : blocked;
  if (inTheWay.length === 0) return null;
  const last = Math.max(...inTheWay.map((it) => it.dueAt.getTime()));
  // One that is due now and has not left is looked at again soon.
  const until = awake(new Date(Math.max(last, now.getTime() + HOLD_MS)));
  return until < expiresAt ? until : expiresAt;
}

/** When each cap that has to do with the message has room for one more. */
export function capEnds(
  { recentMarketingAt, intent, learnedCap }: DeliveryFacts,
  settings: SendingSettings,
  now: Date,
): { readonly effect: LimitEffect; readonly endsAt: Date }[] {
  const rule = SENDING_RULES[intent.purpose];
  const newestFirst = recentMarketingAt
    .map((at) => at.getTime())
    .filter((ms) => ms > now.getTime() - WEEK_MS)
    .sort((a, b) => b - a);
  const [newest] = newestFirst;
  const cap = capPer7Days(rule.learnedCap ? learnedCap : null, settings);
  // The mail that must be a week old before another one fits.
  const oldestOfFull = newestFirst[cap - 1];
  const hourCap = intent.exemptFromHourCap ? "none" : rule.hourCap;
  return [
    ...(newest === undefined || hourCap === "none"
      ? []
      : [
          {
            effect: hourCap,
            endsAt: new Date(newest + DurationMs.hours(settings.marketingCapHours)),
          },
        ]),
    ...(oldestOfFull === undefined || rule.weekCap === "none"
      ? []
      : [{ effect: rule.weekCap, endsAt: new Date(oldestOfFull + WEEK_MS) }]),
  ];
}
