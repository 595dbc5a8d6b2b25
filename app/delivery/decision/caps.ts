import { DurationMs, addMs } from "~/flows/definition/duration";
import type { DeliveryFacts } from "./decide-delivery";
import type { SendingSettings } from "../settings/sending-settings";
import { competingMessages } from "./message-value";
import { SENDING_RULES, type LimitEffect } from "./sending-rules";

const WEEK_MS = DurationMs.days(7);
/** How soon to recheck a message that waits for the merchant or for another message. */
export const HOLD_MS = DurationMs.minutes(15);

/** Maximum marketing emails in seven days: the merchant's cap, or the learned limit if it is lower. */
export function capPer7Days(
  learnedCap: number | null,
  { marketingCapPer7Days }: Pick<SendingSettings, "marketingCapPer7Days">,
): number {
  return Math.min(marketingCapPer7Days, learnedCap ?? marketingCapPer7Days);
}

/**
 * Until when a message yields to more valuable messages to the same person; null when it need not. A planned
 * message reserves one slot of the week, and the hours before it where it could not wait for them, until it
 * leaves, is skipped or expires. So a less valuable message never waits longer than that, and is skipped only
 * when all slots of its time are taken.
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
  const rivals = competingMessages({ value, priority: intent.priority }, facts.pending).filter(
    (it) =>
      it.expiresAt > now && it.dueAt < it.expiresAt && it.dueAt.getTime() < now.getTime() + WEEK_MS,
  );
  const had = facts.recentMarketingAt.filter((at) => at.getTime() > weekFrom).length;
  const places = capPer7Days(facts.learnedCap, settings) - had;
  const hoursEnd = awake(addMs(now, DurationMs.hours(settings.marketingCapHours)));
  const blocked = rivals.filter((it) => !it.exemptFromHourCap && it.expiresAt <= hoursEnd);
  const inTheWay = rivals.length >= places ? rivals : blocked;
  if (inTheWay.length === 0) return null;
  const last = Math.max(...inTheWay.map((it) => it.dueAt.getTime()));
  // A due message that has not left is rechecked soon.
  const until = awake(new Date(Math.max(last, now.getTime() + HOLD_MS)));
  return until < expiresAt ? until : expiresAt;
}

/** When each applicable cap next allows one more message. */
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
  // This email must be a week old before another fits under the cap.
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
