import { z } from "zod";
import type { Step } from "~/flows/definition/step";
import { AwaitedEvent } from "~/flows/definition/step";
import { Wait } from "~/flows/duration";
import { SendStep } from "~/flows/send-step";
import { DiscountEdit, discountEditOf } from "../../coupons/discount-edit";
import { ConditionEdit, conditionEditOf } from "./condition-edit";

const stepId = z.string().regex(/^[a-z0-9-]{1,40}$/);
/** Id of the next step; empty: the end. */
const To = z.string();
const after = { stepId, next: To };
const unit = Wait.shape.unit;

/** A step's form values. Each has an explicit next step. */
export const StepEdit = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("wait"), ...after, count: z.string(), unit }),
  z.object({
    kind: z.literal("wait_until"),
    ...after,
    until: z.enum(["hour", "best_hour", "date"]),
    hour: z.string(),
    /** YYYY-MM-DD; empty if unused. */
    date: z.string(),
  }),
  z.object({
    kind: z.literal("wait_for"),
    stepId,
    happening: AwaitedEvent,
    count: z.string(),
    unit,
    whenHappened: To,
    whenNot: To,
  }),
  z.object({
    kind: z.literal("send"),
    ...after,
    audience: SendStep.shape.audience,
    /** Minutes between the step and the earliest time at which the email is sent. */
    settleMinutes: z.string().max(20),
    exemptFromHourCap: z.boolean(),
    /** Personal discount; null: none. */
    coupon: DiscountEdit.nullable(),
    /** Prebuilt email that a new one starts from; empty: none. */
    begins: z.string().max(81),
  }),
  z.object({
    kind: z.literal("split"),
    stepId,
    condition: ConditionEdit,
    whenTrue: To,
    whenFalse: To,
  }),
  z.object({
    kind: z.literal("random_split"),
    stepId,
    paths: z.array(z.object({ name: z.string(), percent: z.string(), to: To })).max(5),
  }),
  z.object({ kind: z.literal("set_property"), ...after, name: z.string(), value: z.string() }),
  z.object({
    kind: z.literal("tag"),
    ...after,
    change: z.enum(["add", "remove"]),
    tag: z.string(),
  }),
  z.object({ kind: z.literal("notify"), ...after, note: z.string() }),
  z.object({ kind: z.literal("webhook"), ...after, url: z.string() }),
  z.object({ kind: z.literal("suppress"), ...after }),
  z.object({ kind: z.literal("exit"), stepId }),
]);
export type StepEdit = z.infer<typeof StepEdit>;
export type StepEditOf<K extends StepEdit["kind"]> = Extract<StepEdit, { kind: K }>;
export type SendEdit = StepEditOf<"send">;

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

/** An output of a step: its port, its label and its target. */
export interface StepOutput {
  readonly port: string;
  /** null: the only output. */
  readonly label: string | null;
  /** Empty: the end. */
  readonly to: string;
}

/** Outputs of a step, in display order. */
export function outputsOf(step: StepEdit): readonly StepOutput[] {
  switch (step.kind) {
    case "split":
      return [
        { port: "whenTrue", label: "Yes", to: step.whenTrue },
        { port: "whenFalse", label: "No", to: step.whenFalse },
      ];
    case "wait_for":
      return [
        { port: "whenHappened", label: "It happened", to: step.whenHappened },
        { port: "whenNot", label: "It did not", to: step.whenNot },
      ];
    case "random_split":
      return step.paths.map(({ name, percent, to }, i) => ({
        port: String(i),
        label: `${name} · ${percent} %`,
        to,
      }));
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
      return [{ port: "next", label: null, to: step.next }];
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
