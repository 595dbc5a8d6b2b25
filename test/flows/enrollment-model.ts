import fc from "fast-check";
import type { Step } from "~/flows/definition/step";
import { FlowDefinition } from "~/flows/definition/flow";
import { nextHour } from "~/flows/time/wall-clock";
import { NOW } from "../support/builders";

export const FLOW = "any-flow";
export const HOUR_MS = 3_600_000;

/** A random step: `down` is the distance to the target of its other path. */
const someStep = fc.oneof(
  fc.record({ kind: fc.constant("wait" as const), hours: fc.integer({ min: 1, max: 30 }) }),
  fc.record({ kind: fc.constant("wait_until" as const), hour: fc.integer({ min: 0, max: 23 }) }),
  fc.record({
    ...{ kind: fc.constant("wait_for" as const), hours: fc.integer({ min: 1, max: 60 }) },
    down: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({ kind: fc.constant("notify" as const) }),
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("send" as const) }) },
  fc.record({ kind: fc.constant("split" as const), down: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constant("skip" as const), down: fc.integer({ min: 1, max: 3 }) }),
);
export const randomFlow = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), someStep), {
  ...{ minLength: 1, maxLength: 7 },
});
export type RandomFlow = typeof randomFlow extends fc.Arbitrary<infer T> ? T : never;

/** Ids are drawn from few, so that versions share some steps; each is used once. */
export function flowFrom(drawn: RandomFlow): FlowDefinition {
  const own = [...new Map(drawn).entries()];
  const idAt = (i: number) => (own[i] ? `s${own[i][0]}` : null);
  const steps = own.map(([id, it], i): unknown => {
    const stepId = `s${id}`;
    switch (it.kind) {
      case "wait":
        return { kind: "wait", stepId, for: { count: it.hours, unit: "hours" } };
      case "wait_until":
        return { kind: "wait_until", stepId, until: { kind: "hour", hour: it.hour } };
      case "wait_for":
        return {
          ...{ kind: "wait_for", stepId, happening: "clicked" },
          ...{ atMost: { count: it.hours, unit: "hours" } },
          ...{ whenHappened: idAt(i + it.down), whenNot: idAt(i + 1) },
        };
      case "notify":
        return { kind: "notify", stepId, note: "Look" };
      case "skip":
        return { kind: "notify", stepId, note: "Look", next: idAt(i + it.down) };
      case "split":
        return {
          ...{ kind: "split", stepId, condition: { kind: "has_clicked" } },
          ...{ whenTrue: idAt(i + 1), whenFalse: idAt(i + it.down) },
        };
      case "send": {
        return {
          ...{ kind: "send", stepId, templateId: "welcome/email-2", settleMinutes: 0 },
          ...{ audience: "subscribers", exemptFromHourCap: false },
          expiresAfterHours: 48,
        };
      }
    }
  });
  return FlowDefinition.parse({
    ...{ key: FLOW, name: "Any flow", exits: ["order_placed"], steps },
    trigger: { kind: "consent_given", maxAgeHours: 24 },
    holdoutRate: 0,
  });
}

/** The end of a wait that begins at an instant. */
function endOfWait(step: Extract<Step, { kind: "wait" | "wait_until" }>, from: number): number {
  if (step.kind === "wait") return from + step.for.count * HOUR_MS;
  if (step.until.kind !== "hour") throw new Error("No such wait is drawn");
  return nextHour(new Date(from), step.until.hour, "Europe/London").getTime();
}

/** An enrollment in the model. */
interface ModelEnrollment {
  version: number;
  stepId: string;
  nextAt: number | null;
  state: "active" | "ended";
  /** Whether it ended at its last step. */
  hasReachedEnd: boolean;
  leasedUntil: number | null;
  hasOrdered: boolean;
  hasLeft: boolean;
  readonly beganAt: number;
  /** Their last click in an email of the enrollment. */
  clickedAt: number | null;
  /** Since when it waits for a click. */
  since: number | null;
  /** Number of emails sent when they opted out or were suppressed; it must not increase. */
  maxSent: number | null;
  readonly did: Set<string>;
}

/** Flows without a database: one customer's enrollment is a walk over a list. */
export class Model {
  now = NOW.getTime();
  isPaused = false;
  version = 1;
  readonly versions = new Map<number, readonly Step[]>();
  readonly enrollments: ModelEnrollment[] = [];

  isDue = (enrollment: ModelEnrollment) =>
    enrollment.state === "active" &&
    enrollment.nextAt !== null &&
    enrollment.nextAt <= this.now &&
    !this.isPaused;

  drain(): void {
    for (const enrollment of this.enrollments) {
      while (this.isDue(enrollment) && (enrollment.leasedUntil ?? 0) <= this.now)
        this.walk(enrollment);
    }
  }

  private walk(enrollment: ModelEnrollment): void {
    enrollment.leasedUntil = null;
    const end = (hasReachedEnd: boolean) =>
      Object.assign(enrollment, { state: "ended", hasReachedEnd, nextAt: null });
    if (enrollment.hasOrdered || enrollment.hasLeft) return void end(false);
    const steps = this.versions.get(enrollment.version)!;
    let from = enrollment.nextAt!;
    let at = steps.findIndex(({ stepId }) => stepId === enrollment.stepId);
    let since = steps[at]?.kind === "wait_for" ? enrollment.since : null;
    enrollment.since = null;
    for (let step = steps[at]; step; step = steps[at]) {
      const below = steps[at + 1]?.stepId ?? null;
      let to = "next" in step && step.next !== undefined ? step.next : below;
      if (step.kind === "split")
        to = enrollment.clickedAt === null ? step.whenFalse : step.whenTrue;
      if (step.kind === "send" || step.kind === "notify") enrollment.did.add(step.stepId);
      if (step.kind === "send") from = this.now;
      if (step.kind === "wait" || step.kind === "wait_until") {
        if (to === null) break;
        Object.assign(enrollment, { stepId: to, nextAt: endOfWait(step, from) });
        return;
      }
      if (step.kind === "wait_for") {
        const began = since ?? from;
        const until = began + step.atMost.count * HOUR_MS;
        const hasClicked = enrollment.clickedAt !== null && enrollment.clickedAt > began;
        if (!hasClicked && until > this.now) {
          Object.assign(enrollment, { stepId: step.stepId, nextAt: until, since: began });
          return;
        }
        from = hasClicked ? this.now : until;
        since = null;
        to = hasClicked ? step.whenHappened : step.whenNot;
      }
      at = to === null ? -1 : steps.findIndex(({ stepId }) => stepId === to);
    }
    end(true);
  }

  move(): void {
    const to = new Set(this.versions.get(this.version)!.map(({ stepId }) => stepId));
    for (const enrollment of this.enrollments) {
      if (enrollment.state !== "active" || enrollment.version === this.version) continue;
      const old = this.versions.get(enrollment.version)!;
      const from = old.findIndex(({ stepId }) => stepId === enrollment.stepId);
      const next = old.slice(from).find(({ stepId }) => to.has(stepId));
      if (next) {
        const since = next.stepId === enrollment.stepId ? enrollment.since : null;
        const moved = { stepId: next.stepId, version: this.version, leasedUntil: null, since };
        Object.assign(enrollment, moved);
      } else Object.assign(enrollment, { state: "ended", nextAt: null });
    }
  }
}
