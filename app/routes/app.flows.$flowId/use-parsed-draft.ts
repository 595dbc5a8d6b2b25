import { useEffect, useState } from "react";
import { importTwice } from "~/components/lazy/import-twice";
import { usePreload } from "~/components/lazy/use-preload";
import type { FlowDefinition } from "~/flows/definition/flow";
import type { FlowEdit } from "~/flows/editing/edit-flow";
import type { ParsedFlowEdit, parseFlowEdit } from "~/flows/editing/parse-flow-edit";

const loadParser = () => import("./parser.client");

/**
 * The draft's trigger and steps with their problems. The parser and its schemas are large, so the browser loads them
 * after the page; until then, the saved values are returned.
 */
export function useParsedDraft(
  draft: FlowEdit,
  saved: FlowDefinition,
  isDirty: boolean,
): ParsedFlowEdit {
  const [parse, setParse] = useState<typeof parseFlowEdit | null>(null);
  usePreload(loadParser);
  useEffect(() => {
    if (!isDirty) return;
    importTwice(loadParser).then(
      (loaded) => setParse(() => loaded.parseFlowEdit),
      // The server parses the form too, and reports its problems when it is saved.
      () => {},
    );
  }, [isDirty]);
  return isDirty && parse !== null
    ? parse(draft, saved)
    : { trigger: saved.trigger, steps: saved.steps, problems: {} };
}
