import { getDefaultTrigger } from "~/flows/definition/default-trigger";
import type { Trigger, TriggerKind } from "~/flows/definition/trigger";
import { TRIGGER_FIELDS } from "~/flows/definition/trigger-field";
import type { TriggerEdit } from "./trigger-from";

/** Form values of a trigger. */
export function triggerEditOf(trigger: Trigger): TriggerEdit {
  const written = TRIGGER_FIELDS[trigger.kind].map(({ field, kind }) => {
    const value: unknown = Reflect.get(trigger, field);
    if (kind === "text" || kind === "name" || kind === "choice") {
      return [field, typeof value === "string" ? value : ""] as const;
    }
    const number = typeof value === "number" ? value : 0;
    return [field, String(kind === "share" ? Number((number * 100).toFixed(4)) : number)] as const;
  });
  return {
    kind: trigger.kind,
    segmentId: "segmentId" in trigger ? trigger.segmentId : "",
    of: "of" in trigger ? trigger.of : "",
    values: Object.fromEntries(written),
  };
}

/** Form values after choosing another kind: its defaults, or the saved values. */
export function withTriggerKind(edit: TriggerEdit, kind: TriggerKind, saved: Trigger): TriggerEdit {
  const begun = kind === saved.kind ? saved : getDefaultTrigger(kind);
  if (begun === null) return edit;
  const next = triggerEditOf(begun);
  return next.segmentId === "" && "segmentId" in begun
    ? { ...next, segmentId: edit.segmentId }
    : next;
}
