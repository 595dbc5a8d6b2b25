import { decideDelivery, type Decision, type DeliveryFacts } from "../decide-delivery";
import type { SendingSettings } from "../settings/sending-settings";

interface Undecided {
  readonly profileId: string;
  readonly facts: DeliveryFacts;
}

/**
 * Decides about messages that may leave together, in their order. One that
 * goes counts against the cap of those behind it for the same profile.
 *
 * @returns the decisions in the order of `messages`
 */
export function decideSlice(
  messages: readonly Undecided[],
  settings: SendingSettings,
  now: Date,
): Decision[] {
  const leavingNow = new Map<string, Date[]>();
  return messages.map(({ profileId, facts }) => {
    const leaving = leavingNow.get(profileId) ?? [];
    const recentMarketingAt = [...facts.recentMarketingAt, ...leaving];
    const decision = decideDelivery({ ...facts, recentMarketingAt }, settings, now);
    if (decision.kind === "send") leavingNow.set(profileId, [...leaving, now]);
    return decision;
  });
}
