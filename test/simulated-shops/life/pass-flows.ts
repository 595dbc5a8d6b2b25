import { getFunnelStage } from "~/flows/definition/trigger";
import { decideEntry } from "~/flows/enrollment/enroll";
import { planStep } from "~/flows/progress/plan-step";
import { aDueRun } from "../../support/run-builders";
import type { MessageKind } from "../laws/ranges";
import { factsOf, type Person } from "./person";

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

const A_RUN = aDueRun({ clock: { timeZone: "UTC", shopTimeZone: "UTC", bestHour: null } });
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
      otherStages: person.runs
        .filter((run) => run.definition !== definition)
        .map((run) => getFunnelStage(run.definition.trigger.kind)),
    });
    if (entry.kind !== "enter") continue;
    person.enteredMs.set(definition.key, nowMs);
    const { stepId } = definition.steps[0]!;
    person.runs.push({
      ...{ definition, object, trigger, stepId, dueAt: now },
      ...{ waitsSince: null, hasClicked: false, exit: null },
    });
  }
}

export function advanceRuns(person: Person, nowMs: number): void {
  if (person.runs.length === 0) return;
  const now = new Date(nowMs);
  for (const run of person.runs) {
    if (run.dueAt > now) continue;
    const { trigger, stepId, dueAt, hasClicked, waitsSince } = run;
    const drawKey = `${run.definition.key}|${person.profileId}`;
    const dueRun = { ...A_RUN, trigger, stepId, dueAt, hasClicked, waitsSince, drawKey };
    for (const command of planStep(run.definition, dueRun, factsOf(person, run.object), now)) {
      if (command.kind === "plan_message") {
        person.planned.push({
          kind: KIND_OF_FLOW.get(run.definition.key) ?? "campaign",
          intent: command.intent,
          expiresAt: command.expiresAt,
          run,
          object: run.object,
          nth: 1 + run.definition.steps.findIndex((step) => step.stepId === command.stepId),
          nextMs: command.notBefore.getTime(),
        });
      } else if (command.kind === "wait") {
        run.stepId = command.stepId;
        run.dueAt = command.until > now ? command.until : new Date(nowMs + 1);
        run.waitsSince = command.since ?? null;
      } else {
        run.exit = command.kind === "exit" ? command.reason : null;
        run.dueAt = NEVER;
      }
    }
  }
  person.runs = person.runs.filter(({ dueAt }) => dueAt !== NEVER);
}
