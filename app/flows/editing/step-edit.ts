import type { Step } from "~/flows/definition/step";
import { discountEditOf } from "./discount-edit";
import type { StepEdit } from "./step-values";
import type { SplitCondition } from "~/flows/definition/condition";
import type { ConditionEdit } from "./condition-from";

/** Form values of steps, in order. */
export function stepEditsOf(steps: readonly Step[]): StepEdit[] {
  return steps.map((step, i) => stepEditOf(step, steps[i + 1]?.stepId ?? ""));
}

function stepEditOf(step: Step, below: string): StepEdit {
  const { stepId: id } = step;
  const to = (target: string | null) => target ?? "";
  const linear = {
    stepId: id,
    next: "next" in step && step.next !== undefined ? to(step.next) : below,
  };
  switch (step.kind) {
    case "wait":
      return { kind: "wait", ...linear, count: String(step.for.count), unit: step.for.unit };
    case "wait_until": {
      const { until } = step;
      const hour = String(until.kind === "best_hour" ? until.fallbackHour : until.hour);
      const date = until.kind === "date" ? until.date : "";
      return { kind: "wait_until", ...linear, until: until.kind, hour, date };
    }
    case "wait_for":
      return {
        kind: "wait_for",
        stepId: id,
        happening: step.happening,
        count: String(step.atMost.count),
        unit: step.atMost.unit,
        whenHappened: to(step.whenHappened),
        whenNot: to(step.whenNot),
      };
    case "send":
      return {
        kind: "send",
        ...linear,
        audience: step.audience,
        settleMinutes: String(step.settleMinutes),
        exemptFromHourCap: step.exemptFromHourCap,
        coupon: step.coupon && discountEditOf(step.coupon),
        begins: "",
      };
    case "split":
      return {
        kind: "split",
        stepId: id,
        condition: conditionEditOf(step.condition),
        whenTrue: to(step.whenTrue),
        whenFalse: to(step.whenFalse),
      };
    case "random_split":
      return {
        kind: "random_split",
        stepId: id,
        paths: step.paths.map(({ name, share, to: target }) => ({
          name,
          percent: String(Number((share * 100).toFixed(4))),
          to: to(target),
        })),
      };
    case "set_property":
      return { kind: "set_property", ...linear, name: step.name, value: step.value };
    case "tag":
      return { kind: "tag", ...linear, change: step.change, tag: step.tag };
    case "notify":
      return { kind: "notify", ...linear, note: step.note };
    case "webhook":
      return { kind: "webhook", ...linear, url: step.url };
    case "suppress":
      return { kind: "suppress", ...linear };
    case "exit":
      return { kind: "exit", stepId: id };
  }
}

/** An output of a step: its port and its target. */
export interface StepOutput {
  readonly port: string;
  /** Empty: the end. */
  readonly to: string;
}

/** Outputs of a step, in display order. */
export function outputsOf(step: StepEdit): readonly StepOutput[] {
  switch (step.kind) {
    case "split":
      return [
        { port: "whenTrue", to: step.whenTrue },
        { port: "whenFalse", to: step.whenFalse },
      ];
    case "wait_for":
      return [
        { port: "whenHappened", to: step.whenHappened },
        { port: "whenNot", to: step.whenNot },
      ];
    case "random_split":
      return step.paths.map(({ to }, i) => ({ port: String(i), to }));
    case "exit":
      return [];
    case "wait":
    case "wait_until":
    case "send":
    case "set_property":
    case "tag":
    case "notify":
    case "webhook":
    case "suppress":
      return [{ port: "next", to: step.next }];
  }
}

/** Redirects one output of a step. */
export function withOutput(step: StepEdit, port: string, to: string): StepEdit {
  if (step.kind === "exit") return step;
  if (step.kind !== "random_split") return { ...step, [port]: to };
  return {
    ...step,
    paths: step.paths.map((path, i) => (String(i) === port ? { ...path, to } : path)),
  };
}

/** Form values of a condition. */
export function conditionEditOf(condition: SplitCondition): ConditionEdit {
  switch (condition.kind) {
    case "is_subscribed":
    case "has_clicked":
    case "sold_out":
    case "is_high_priced":
      return { kind: condition.kind };
    case "order_count":
      return {
        kind: "order_count",
        min: String(condition.min),
        max: condition.max === null ? "" : String(condition.max),
      };
    case "no_order_for":
    case "ordered_within":
      return { kind: condition.kind, days: String(condition.days) };
    case "no_email_for":
      return { kind: condition.kind, hours: String(condition.hours) };
    case "likely_to_order":
    case "valuable":
      return {
        kind: condition.kind,
        percent: String(Number((condition.topShare * 100).toFixed(4))),
      };
    case "total_at_least":
      return { kind: condition.kind, minMinor: condition.minMinor };
    case "has_property":
      return { kind: condition.kind, name: condition.name, value: condition.value };
    case "meets_rule": {
      const { rule } = condition;
      const [only, ...more] = rule.kind === "all" ? rule.of : [];
      return only?.kind === "segment" && more.length === 0
        ? { kind: "in_segment", segmentId: only.segmentId }
        : { kind: "kept" };
    }
  }
}
