import { getDefaultTrigger } from "../definition/default-trigger";
import { defineFlow, emailStep } from "../definition/define-flow";
import type { FlowDefinition } from "../definition/flow";
import type { Trigger, TriggerKind } from "../definition/trigger";
import { FLOW_LIBRARY } from "./library";

interface NewFlow {
  readonly key: string;
  readonly name: string;
  readonly trigger: TriggerKind;
  /** For triggers about a segment. */
  readonly segmentId: string;
  /** For triggers by a custom event. */
  readonly eventName: string;
}

/**
 * A new flow with one email for the merchant to write. Its trigger settings, conditions, limits and first wait are those
 * of the prebuilt flow with the same trigger, if there is one.
 */
export function buildNewFlow(flow: NewFlow): FlowDefinition {
  const { key, name, trigger: kind, segmentId, eventName } = flow;
  const model = FLOW_LIBRARY.find(({ trigger }) => trigger.kind === kind);
  const trigger = { ...(model?.trigger ?? getDefaultTrigger(kind)) } as Trigger;
  const isOfSegment = "segmentId" in trigger;
  const [first] = model?.steps ?? [];
  const waits = first?.kind === "wait" || first?.kind === "wait_until" ? [first] : [];
  const email = model?.steps.find((step) => step.kind === "send");
  return defineFlow({
    key,
    name,
    trigger: {
      ...trigger,
      ...(isOfSegment && { segmentId }),
      ...(kind === "custom_event" && { eventName }),
    },
    filter: model?.filter ?? [],
    steps: [
      ...waits,
      emailStep(
        "email-1",
        email && {
          audience: email.audience,
          exemptFromHourCap: email.exemptFromHourCap,
          settleMinutes: email.settleMinutes,
          expiresAfterHours: email.expiresAfterHours,
          unless: email.unless,
        },
      ),
    ],
    exits: model?.exits ?? (isOfSegment ? ["moved_back"] : []),
    reentryDays: model ? model.reentryDays : isOfSegment ? 30 : null,
    ...(model && { onlyAlone: model.onlyAlone, priority: model.priority }),
    holdoutRate: model?.holdoutRate ?? null,
  });
}
