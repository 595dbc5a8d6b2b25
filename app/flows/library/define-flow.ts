import type { z } from "zod";
import { FlowDefinition } from "../flow";
import type { SendStep, StepCopy } from "../send-step";

/** A ready flow; what it does not say is as usual. */
export function defineFlow(flow: z.input<typeof FlowDefinition>): FlowDefinition {
  return FlowDefinition.parse(flow);
}

type MailOptions = Pick<SendStep, "picks"> & Partial<Omit<SendStep, "kind" | "stepId" | "copy">>;

/** A mail of a ready flow: to subscribers, within the caps, worth sending for two days. */
export function mail(stepId: string, copy: StepCopy, options: MailOptions): SendStep {
  return {
    kind: "send",
    stepId,
    template: "letter",
    copy,
    coupon: null,
    unless: [],
    purpose: "marketing",
    audience: "subscribers",
    exemptFromHourCap: false,
    settleMinutes: 0,
    expiresAfterHours: 48,
    ...options,
  };
}
