import { getFunnelStage } from "~/flows/definition/trigger";
import { decideEntry } from "~/flows/rules/enroll";
import { planStep } from "~/flows/rules/plan-step";
import { aDueEnrollment } from "../../support/enrollment-builders";
import type { MessageKind } from "../laws/ranges";
import { factsOf, type Person, type PlannedMessage } from "./person";

/** The kind of a flow's messages for the response model. */
const KIND_OF_FLOW = new Map<string, MessageKind>([
  ["abandoned-checkout", "checkout"],
  ["back-in-stock", "requested"],
  ["thank-you", "after_order"],
  ["cross-sell", "after_order"],
  ["review-request", "after_order"],
  ["win-back", "win_back"],
  ["welcome", "welcome"],
]);

const DUE_ENROLLMENT = aDueEnrollment({
  clock: { timeZone: "UTC", shopTimeZone: "UTC", bestHour: null },
});
const NEVER = new Date(8.64e15);

export function enterFlows(person: Person, nowMs: number): void {
  const due = person.arrivals.filter(({ atMs }) => atMs <= nowMs);
  if (due.length === 0) return;
  person.arrivals = person.arrivals.filter(({ atMs }) => atMs > nowMs);
  for (const { definition, object, trigger } of due) {
    const now = new Date(nowMs);
    const lastMs = person.enteredMs.get(definition.key);
    const entry = decideEntry(definition, factsOf(person, object), now, {
      lastEnteredAt: lastMs === undefined ? null : new Date(lastMs),
      otherStages: person.enrollments
        .filter((enrollment) => enrollment.definition !== definition)
        .map((enrollment) => getFunnelStage(enrollment.definition.trigger.kind)),
    });
    if (entry.kind !== "enter") continue;
    person.enteredMs.set(definition.key, nowMs);
    const { stepId } = definition.steps[0]!;
    person.enrollments.push({
      ...{ definition, object, trigger, stepId, dueAt: now },
      ...{ waitsSince: null, hasClicked: false, exit: null },
    });
  }
}

/** @param plan receives the planned messages */
export function advanceFlows(
  person: Person,
  nowMs: number,
  plan: (message: PlannedMessage) => void,
): void {
  if (person.enrollments.length === 0) return;
  const now = new Date(nowMs);
  for (const enrollment of person.enrollments) {
    if (enrollment.dueAt > now) continue;
    const { trigger, stepId, dueAt, hasClicked, waitsSince } = enrollment;
    const drawKey = `${enrollment.definition.key}|${person.profileId}`;
    const due = { ...DUE_ENROLLMENT, trigger, stepId, dueAt, hasClicked, waitsSince, drawKey };
    for (const command of planStep(
      enrollment.definition,
      due,
      factsOf(person, enrollment.object),
      now,
    )) {
      if (command.kind === "plan_message") {
        const plannedMs = command.notBefore.getTime();
        plan({
          email: `${enrollment.definition.key}/${command.stepId}`,
          kind: KIND_OF_FLOW.get(enrollment.definition.key) ?? "campaign",
          intent: command.intent,
          expiresAt: command.expiresAt,
          enrollment,
          object: enrollment.object,
          nth: 1 + enrollment.definition.steps.findIndex((step) => step.stepId === command.stepId),
          ...{ plannedMs, nextMs: plannedMs },
        });
      } else if (command.kind === "wait") {
        enrollment.stepId = command.stepId;
        enrollment.dueAt = command.until > now ? command.until : new Date(nowMs + 1);
        enrollment.waitsSince = command.since ?? null;
      } else {
        enrollment.exit = command.kind === "exit" ? command.reason : null;
        enrollment.dueAt = NEVER;
      }
    }
  }
  person.enrollments = person.enrollments.filter(({ dueAt }) => dueAt !== NEVER);
}
