import { TextField } from "@shopify/polaris";
import { TitledCard } from "~/components/titled-card";
import { useText } from "~/i18n/text-provider";
import type { FlowPageData } from "~/pages/flows/flow-page.server";
import type { FlowEdit } from "~/flows/editing/edit-flow";
import type { FlowFieldErrors } from "./describe-problems";

interface LimitsCardProps {
  shopRepeatDays: FlowPageData["shopRepeatDays"];
  draft: FlowEdit;
  problems: FlowFieldErrors;
  onChange: (draft: FlowEdit, field: string) => void;
}

type LimitField = "reentryDays" | "repeatDays" | "priority";

/** Limits on repeats of the flow and its emails, and its priority. */
export function LimitsCard({ shopRepeatDays, draft, problems, onChange }: LimitsCardProps) {
  const text = useText("flow-editor");
  const isOfCheckouts = draft.trigger.kind === "checkout_idle";
  const field = (name: LimitField) => ({
    autoComplete: "off",
    inputMode: "numeric" as const,
    value: draft[name],
    error: problems[name] ?? false,
    onChange: (value: string) => onChange({ ...draft, [name]: value }, name),
  });
  return (
    <TitledCard title={text("limits.title")}>
      <TextField
        label={text("limits.reentry")}
        suffix={text("limits.days")}
        helpText={text("limits.reentryHelp")}
        {...field("reentryDays")}
      />
      <TextField
        label={text("limits.repeat")}
        suffix={text("limits.days")}
        placeholder={isOfCheckouts ? "" : String(shopRepeatDays)}
        helpText={
          isOfCheckouts
            ? text("limits.repeatHelpCheckout")
            : text("limits.repeatHelp", { days: shopRepeatDays })
        }
        {...field("repeatDays")}
      />
      <TextField
        label={text("limits.priority")}
        helpText={text("limits.priorityHelp")}
        {...field("priority")}
      />
    </TitledCard>
  );
}
