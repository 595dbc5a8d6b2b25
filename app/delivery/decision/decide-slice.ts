import { decideDelivery, type Decision, type DeliveryFacts } from "../decide-delivery";
import { compareRank } from "./message-value";
import { repeatKeyOf } from "./repeat-rule";
import type { SendingSettings } from "../settings/sending-settings";

interface Undecided {
  readonly profileId: string;
  /** By which the others of the slice know it among their pending messages. */
  readonly messageId?: string;
  readonly facts: DeliveryFacts;
}

/**
 * Decides about messages that may leave together: those first that earn more,
 * then by their priority, equals in their order. One that goes counts against the
 * cap of the others for the same profile, so of two that fall together the lower
 * one waits.
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
  const decided = new Map<string, Decision>();
  const rank = ({ facts: { value, intent } }: Undecided) => ({ value, priority: intent.priority });
  for (const message of messages.toSorted((a, b) => compareRank(rank(a), rank(b)))) {
    const { profileId, messageId } = message;
    const leaving = leavingNow.get(profileId) ?? [];
    const facts = {
      ...afterThese(message.facts, leaving, now),
      pending: stillPending(message.facts.pending, decided),
    };
    const decision = decideDelivery(facts, settings, now);
    if (decision.kind === "send") leavingNow.set(profileId, [...leaving, facts]);
    decisions.set(message, decision);
    if (messageId !== undefined) decided.set(messageId, decision);
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

/** What is still to come once some of it was decided about. */
function stillPending(
  pending: DeliveryFacts["pending"],
  decided: ReadonlyMap<string, Decision>,
): DeliveryFacts["pending"] {
  return pending.flatMap((it) => {
    const decision = decided.get(it.messageId);
    if (decision === undefined) return [it];
    return decision.kind === "defer" ? [{ ...it, dueAt: decision.until }] : [];
  });
}
