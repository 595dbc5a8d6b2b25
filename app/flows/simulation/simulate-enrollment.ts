import type { ProfileId } from "~/lib/profile-id";
import { decideEntry } from "../rules/enroll";
import type { FlowDefinition } from "../definition/flow";
import type { EnrollmentFacts } from "../rules/enrollment-facts";
import { findExitReason, type ExitReason } from "../rules/exit-reason";
import { planStep, type WaitClock } from "../rules/plan-step";
import type { TriggerObject } from "../definition/send-step";
import { meetsAllConditions } from "../rules/meets-condition";
import { factsAt } from "./facts-at";

/** A profile for which a trigger would have fired. */
export interface SimulationCandidate {
  readonly profileId: ProfileId;
  readonly about: TriggerObject;
  /** The earliest time of the trigger. */
  readonly firesAt: Date;
  readonly facts: EnrollmentFacts;
  readonly clock: WaitClock;
}

/** A simulated enrollment. */
export interface SimulatedEnrollment {
  readonly profileId: ProfileId;
  readonly enteredAt: Date;
  readonly emails: readonly { readonly stepId: string; readonly at: Date }[];
  /** null: still enrolled. */
  readonly end: ExitReason | "completed" | null;
  readonly endedAt: Date | null;
}

/** Limit of planning rounds: objects that change repeatedly could wait without end. */
const MAX_STEPS = 200;

/**
 * Simulates an enrollment up to now with the real planner: the
 * same conditions at the same instants, with the facts of that time. Assumes no clicks in unsent
 * emails and ignores caps and quiet hours, which only delay messages.
 *
 * @returns null if the profile would not have entered
 */
export function simulateEnrollment(
  definition: FlowDefinition,
  { profileId, about, firesAt, facts, clock }: SimulationCandidate,
  now: Date,
): SimulatedEnrollment | null {
  const enteredAt = findEntryTime(definition, facts, firesAt, now);
  const [first] = definition.steps;
  if (enteredAt === null || !first) return null;
  const emails: { stepId: string; at: Date }[] = [];
  let at = enteredAt;
  let { stepId } = first;
  let waitsSince: Date | null = null;
  for (let i = 0; i < MAX_STEPS; i++) {
    const due = {
      ...{ variant: "treated" as const, stepId, dueAt: at, trigger: about, hasClicked: false },
      ...{ waitsSince, drawKey: profileId, clock, isInShopHoldout: false },
    };
    const commands = planStep(definition, due, factsAt(facts, at), at);
    for (const command of commands) {
      if (command.kind !== "plan_message") continue;
      const factsAtSend = factsAt(facts, command.notBefore);
      const { exits, filter, audience } = command.intent;
      const isSent =
        command.notBefore <= now &&
        findExitReason(exits, factsAtSend) === null &&
        meetsAllConditions(filter, factsAtSend, command.notBefore) &&
        (audience === "all_customers" || factsAtSend.profile.marketingState === "subscribed");
      if (isSent) emails.push({ stepId: command.stepId, at: command.notBefore });
    }
    const last = commands.at(-1);
    if (last?.kind === "exit") {
      return { profileId, enteredAt, emails, end: last.reason, endedAt: at };
    }
    if (last?.kind !== "wait") {
      return { profileId, enteredAt, emails, end: "completed", endedAt: at };
    }
    if (last.until > now) break;
    ({ stepId } = last);
    at = last.until > at ? last.until : at;
    waitsSince = last.since ?? null;
  }
  return { profileId, enteredAt, emails, end: null, endedAt: null };
}

/** The entry time; null: never. */
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
