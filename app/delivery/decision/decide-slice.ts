import { decideDelivery, type Decision, type DeliveryFacts } from "../decide-delivery";
import { repeatKeyOf } from "./repeat-rule";
import type { SendingSettings } from "../settings/sending-settings";

interface Undecided {
  readonly profileId: string;
  readonly facts: DeliveryFacts;
}

/**
 * Decides about messages that may leave together: by their priority, equals in
 * their order. One that goes counts against the cap of the others for the same
 * profile, so of two that fall together the lower one waits.
 *
 * @returns the decisions in the order of `messages`
 */
export function decideSlice(
  messages: readonly Undecided[],
  settings: SendingSettings,
  now: Date,
): Decision[] {
  const leavingNow = new Map<string, DeliveryFacts[]>();
  const decisions = new Map<Undecided, Decision>();
  const byRank = messages.toSorted((a, b) => b.facts.intent.priority - a.facts.intent.priority);
  for (const message of byRank) {
    const { profileId, facts } = message;
    const leaving = leavingNow.get(profileId) ?? [];
    const decision = decideDelivery(afterThese(facts, leaving, now), settings, now);
    if (decision.kind === "send") leavingNow.set(profileId, [...leaving, facts]);
    decisions.set(message, decision);
  }
  return messages.flatMap((message) => decisions.get(message) ?? []);
}

/** A message's facts once others for the same profile have left. */
function afterThese(
  facts: DeliveryFacts,
  leaving: readonly DeliveryFacts[],
  now: Date,
): DeliveryFacts {
  if (leaving.length === 0) return facts;
  const key = repeatKeyOf(facts.intent);
  const isRepeated = key !== null && leaving.some(({ intent }) => repeatKeyOf(intent) === key);
  return {
    ...facts,
    recentMarketingAt: [...facts.recentMarketingAt, ...leaving.map(() => now)],
    sameSentAt: isRepeated ? now : facts.sameSentAt,
  };
}
