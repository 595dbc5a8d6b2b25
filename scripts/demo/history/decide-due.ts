import type { Decision } from "~/delivery/decision/decide-delivery";
import { decideSlice } from "~/delivery/decision/decide-slice";
import { repeatKeyOf } from "~/delivery/decision/repeat-rule";
import type { SendingSettings } from "~/delivery/settings/sending-settings";
import { findExitReason } from "~/flows/rules/exit-reason";
import { factsOf, type PlannedMessage } from "../../../test/simulated-shops/life/person";
import { deliveryFacts } from "../../../test/support/delivery-builders";
import type { Recipient } from "./recipients";

const WEEK_MS = 7 * 86_400_000;

/** How the demo's store sends. */
export interface DemoSending {
  readonly settings: SendingSettings;
  readonly timeZone: string;
}

type Final = Exclude<Decision, { kind: "defer" }>;

/** Decides a recipient's due messages as delivery does. Deferred ones wait on. @returns the others with their decisions */
export function decideDue(
  sending: DemoSending,
  recipient: Recipient,
  nowMs: number,
): readonly (readonly [PlannedMessage, Final])[] {
  const { person } = recipient;
  const due = person.planned.filter(({ nextMs }) => nextMs <= nowMs);
  if (due.length === 0) return [];
  const { profileId } = person;
  const decided = decideSlice(
    due.map((planned) => ({
      ...{ planned, profileId },
      facts: factsFor(sending, recipient, planned, nowMs),
    })),
    sending.settings,
    new Date(nowMs),
  );
  const final = decided.flatMap(({ planned, decision }): [PlannedMessage, Final][] => {
    if (decision.kind !== "defer") return [[planned, decision]];
    planned.nextMs = Math.max(nowMs + 1, decision.until.getTime());
    return [];
  });
  const isOver = new Set(final.map(([planned]) => planned));
  person.planned = person.planned.filter((it) => !isOver.has(it));
  return final;
}

function factsFor(
  { timeZone }: DemoSending,
  { person, customer }: Recipient,
  { intent, expiresAt, enrollment, object }: PlannedMessage,
  nowMs: number,
) {
  // The enrollment's exit rules apply at once, not only at its next step.
  const facts = factsOf(person, object);
  const exitReason =
    enrollment && (enrollment.exit ?? findExitReason(enrollment.definition.exits, facts));
  return deliveryFacts({
    ...{ shopTimeZone: timeZone, countryCode: customer.countryCode },
    ...{ intent, expiresAt, enrollment: facts, exitReason },
    recentMarketingAt: person.sentAt.filter((at) => at.getTime() > nowMs - WEEK_MS),
    sameSentAt: person.sameSentAt.get(repeatKeyOf(intent) ?? "") ?? null,
  });
}
