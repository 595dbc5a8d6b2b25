import type { ProfileId } from "~/lib/profile-id";
import { decideDelivery, type Decision, type DeliveryFacts } from "./decide-delivery";
import { compareRank } from "./message-value";
import { repeatKeyOf } from "./repeat-rule";
import type { SendingSettings } from "../settings/sending-settings";

interface Undecided {
  readonly profileId: ProfileId;
  /** Its id in the pending messages of the others. */
  readonly messageId?: string;
  readonly facts: DeliveryFacts;
}

/**
 * Decides a slice of messages: highest value first, then by priority, ties in order. A message that is sent
 * counts against the caps of the others to the same profile, so of two that coincide the lower-ranked one
 * waits.
 *
 * @returns the messages with their decisions, in order
 */
export function decideSlice<Message extends Undecided>(
  messages: readonly Message[],
  settings: SendingSettings,
  now: Date,
): (Message & { readonly decision: Decision })[] {
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
  return messages.flatMap((message) => {
    const decision = decisions.get(message);
    return decision ? [{ ...message, decision }] : [];
  });
}

/** The facts of a message after others to the same profile were sent. */
function afterThese(
  facts: DeliveryFacts,
  leaving: readonly DeliveryFacts[],
  now: Date,
): DeliveryFacts {
  const key = repeatKeyOf(facts.intent);
  const isRepeated = leaving.some(({ intent }) => repeatKeyOf(intent) === key);
  return {
    ...facts,
    recentMarketingAt: [...facts.recentMarketingAt, ...leaving.map(() => now)],
    sameSentAt: isRepeated ? now : facts.sameSentAt,
  };
}

/** The pending messages that are still undecided. */
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
