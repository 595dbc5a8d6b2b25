import { getAudienceSegmentId } from "~/flows/definition/audience";
import type { FlowDefinition } from "~/flows/definition/flow";
import type { FlowEdit } from "./edit-flow";
import { conditionEditOf, stepEditsOf } from "./step-edit";
import { triggerEditOf } from "./trigger-edit";

/** Form values of a definition. */
export function editOf(definition: FlowDefinition, version: number): FlowEdit {
  const { trigger, exits, filter, goal, steps, holdoutRate } = definition;
  const { reentryDays, repeatDays, priority } = definition;
  return {
    version,
    segmentId: getAudienceSegmentId(filter) ?? "",
    conditions: filter.flatMap((condition, saved) =>
      getAudienceSegmentId([condition]) === null
        ? [{ saved, condition: conditionEditOf(condition) }]
        : [],
    ),
    goal: goal ?? "",
    trigger: triggerEditOf(trigger),
    exits: [...exits],
    holdoutPercent: holdoutRate === null ? "" : String(Number((holdoutRate * 100).toFixed(4))),
    reentryDays: reentryDays === null ? "" : String(reentryDays),
    repeatDays: repeatDays === null ? "" : String(repeatDays),
    priority: String(priority),
    note: definition.note,
    steps: stepEditsOf(steps),
  };
}
