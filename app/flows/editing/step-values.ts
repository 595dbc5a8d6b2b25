import { z } from "zod";
import { AwaitedEvent } from "~/flows/definition/step";
import { Wait } from "~/flows/definition/duration";
import { SendStep } from "~/flows/definition/send-step";
import { ConditionEdit } from "./condition-from";

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
    coupon: z
      .object({
        ...{ percentOff: z.string(), validDays: z.string() },
        perCustomer: z.boolean().exactOptional(),
      })
      .nullable(),
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
