import { useEffect } from "react";
import { useTab } from "~/components/lists/page-tabs";
import type { FlowEditProblems } from "~/flows/editing/flow-edit-problem";

/** What is below the steps of a flow, a part at a time. */
export const FLOW_TABS = ["results", "settings", "notes"] as const;
export type FlowTab = (typeof FLOW_TABS)[number];

const SETTINGS_FIELDS = [
  "filter",
  "goal",
  "holdoutPercent",
  "reentryDays",
  "repeatDays",
  "priority",
];

/** The open part of a flow's page. After a refused save it is the one with the field to correct. */
export function useFlowTab(problems: FlowEditProblems): {
  readonly tab: FlowTab;
  readonly onTab: (tab: FlowTab) => void;
} {
  const [tab, onTab] = useTab(FLOW_TABS, "results");
  const fields = Object.keys(problems).map((field) => field.split(".")[0] ?? "");
  const refused = fields.some((field) => SETTINGS_FIELDS.includes(field))
    ? "settings"
    : fields.includes("note")
      ? "notes"
      : null;
  // Only a new refusal opens a part: afterward the merchant may open another.
  useEffect(() => {
    if (refused !== null) onTab(refused);
  }, [problems, refused]);
  return { tab, onTab };
}
