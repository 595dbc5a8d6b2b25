import type { z } from "zod";
import { FlowDefinition } from "./flow";
import type { SendStep } from "./send-step";

type Input = z.input<typeof FlowDefinition>;
type Step = Exclude<Input["steps"][number], { kind: "send" }> | Email;
interface Definition extends Omit<Input, "steps"> {
  readonly steps: readonly Step[];
}

/** Defines a prebuilt flow with defaults. Each email uses the template with its name. */
export function defineFlow(flow: Definition): FlowDefinition {
  const steps = flow.steps.map((step) =>
    step.kind === "send" ? { ...step, templateId: `${flow.key}/${step.stepId}` } : step,
  );
  return FlowDefinition.parse({ ...flow, steps });
}

type Email = Omit<SendStep, "templateId">;

/** An email step of a prebuilt flow: to subscribers, within the caps, expiring after two days. */
export function emailStep(
  stepId: string,
  options: Partial<Omit<Email, "kind" | "stepId">> = {},
): Email {
  return {
    kind: "send",
    stepId,
    coupon: null,
    unless: [],
    audience: "subscribers",
    exemptFromHourCap: false,
    settleMinutes: 0,
    expiresAfterHours: 48,
    ...options,
  };
}
