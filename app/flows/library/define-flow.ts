import type { z } from "zod";
import { FlowDefinition } from "../flow";
import type { SendStep } from "../send-step";

type Definition = z.input<typeof FlowDefinition>;

/** A ready flow; what it does not say is as usual. Each of its mails says the template of its name. */
export function defineFlow(flow: Definition): FlowDefinition {
  const steps = flow.steps.map((step) =>
    step.kind === "send" ? { ...step, templateId: `${flow.key}/${step.stepId}` } : step,
  );
  return FlowDefinition.parse({ ...flow, steps });
}

type Mail = Omit<SendStep, "templateId">;

/** A mail of a ready flow: to subscribers, within the caps, worth sending for two days. */
export function mail(stepId: string, options: Partial<Omit<Mail, "kind" | "stepId">> = {}): Mail {
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
