import { decideEntry } from "../enrollment/enroll";
import type { FlowDefinition } from "../flow";
import type { EnrollmentFacts } from "../facts/enrollment-facts";
import { findExitReason, type ExitReason } from "../run/exit-reason";
import { planStep, type WaitClock } from "../run/plan-step";
import type { TriggerObject } from "../send-step";
import { meetsAll } from "../enrollment/meets-condition";
import { factsAt } from "./facts-at";

/** Somebody for whom a flow's trigger would have fired. */
export interface SimulationCandidate {
  readonly profileId: string;
  readonly about: TriggerObject;
  /** When it would have fired at the earliest. */
  readonly firesAt: Date;
  readonly facts: EnrollmentFacts;
  readonly clock: WaitClock;
}

/** What would have become of somebody in a flow. */
export interface SimulatedEnrollment {
  readonly profileId: string;
  readonly enteredAt: Date;
  readonly mails: readonly { readonly stepId: string; readonly at: Date }[];
  /** null: they would still be in it. */
  readonly end: ExitReason | "completed" | null;
  readonly endedAt: Date | null;
}

/** A run cannot wait more often than it has steps; an object that is touched again and again may. */
const MAX_STEPS = 200;

/**
 * Takes somebody through a flow as it would have gone up to now, by the planner that runs it: the
 * same guards at the same instants, with what was known then. Nobody clicks in a mail that was not
 * sent. Caps and quiet hours, which only put a mail off, are not asked.
 *
 * @returns null for who would not have entered
 */
export function simulateEnrollment(
  definition: FlowDefinition,
  { profileId, about, firesAt, facts, clock }: SimulationCandidate,
  now: Date,
): SimulatedEnrollment | null {
  const enteredAt = findEntryTime(definition, facts, firesAt, now);
  const [first] = definition.steps;
  if (enteredAt === null || !first) return null;
  const mails: { stepId: string; at: Date }[] = [];
  let at = enteredAt;
  let { stepId } = first;
  let waitsSince: Date | null = null;
  for (let i = 0; i < MAX_STEPS; i++) {
    const run = {
      ...{ arm: "treated" as const, stepId, dueAt: at, trigger: about, hasClicked: false },
      ...{ waitsSince, drawKey: profileId, clock, isInShopHoldout: false },
    };
    const commands = planStep(definition, run, factsAt(facts, at), at);
    for (const command of commands) {
      if (command.kind !== "plan_message") continue;
      const factsAtSend = factsAt(facts, command.notBefore);
      const { exits, filter, audience } = command.intent;
      const isSent =
        command.notBefore <= now &&
        findExitReason(exits, factsAtSend) === null &&
        meetsAll(filter, factsAtSend, command.notBefore) &&
        (audience === "all_customers" || factsAtSend.profile.marketingState === "subscribed");
      if (isSent) mails.push({ stepId: command.stepId, at: command.notBefore });
    }
    const last = commands.at(-1);
    if (last?.kind === "exit") {
      return { profileId, enteredAt, mails, end: last.reason, endedAt: at };
    }
    if (last?.kind !== "wait") {
      return { profileId, enteredAt, mails, end: "completed", endedAt: at };
    }
    if (last.until > now) break;
    ({ stepId } = last);
    at = last.until > at ? last.until : at;
    waitsSince = last.since ?? null;
  }
  return { profileId, enteredAt, mails, end: null, endedAt: null };
}

/** When somebody would have entered; null: never. */
function findEntryTime(
  definition: FlowDefinition,
  facts: EnrollmentFacts,
  firesAt: Date,
  now: Date,
): Date | null {
  let at = firesAt;
  for (let i = 0; i < MAX_STEPS && at <= now; i++) {
    const entry = decideEntry(definition, factsAt(facts, at), at);
    if (entry.kind === "enter") return at;
    if (entry.kind === "nothing" || entry.firesAt <= at) return null;
    at = entry.firesAt;
  }
  return null;
}
