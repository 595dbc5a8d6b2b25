import { useEffect, useState } from "react";
import type { FlowDefinition } from "~/flows/flow";
import type { FlowEdit } from "~/messages/editing/edit-flow";
import type { ParsedFlowEdit, parseFlowEdit } from "~/messages/editing/parse-flow-edit";

/**
 * The draft's trigger and steps with their problems. The parser and its schemas are large, so the browser loads them
 * with the first change; until then, the saved values are returned.
 */
export function useParsedDraft(
  draft: FlowEdit,
  saved: FlowDefinition,
  isDirty: boolean,
): ParsedFlowEdit {
  const [parse, setParse] = useState<typeof parseFlowEdit | null>(null);
  useEffect(() => {
    if (!isDirty) return;
    import("./parser.client").then(
      (loaded) => setParse(() => loaded.parseFlowEdit),
      // Offline: the server parses the form too, and reports its problems when it is saved.
      () => {},
    );
  }, [isDirty]);
  return isDirty && parse !== null
    ? parse(draft, saved)
    : { trigger: saved.trigger, steps: saved.steps, problems: {} };
}
