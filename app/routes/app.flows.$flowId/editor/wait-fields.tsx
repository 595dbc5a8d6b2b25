import { BlockStack, Select, TextField } from "@shopify/polaris";
import type { FlowFieldErrors } from "../describe-problems";
import { useFormat, useText } from "~/i18n/text-provider";
import type { StepEditOf } from "~/flows/editing/step-values";

type WaitEdit = StepEditOf<"wait" | "wait_for" | "wait_until">;

interface WaitFieldsProps {
  edit: WaitEdit;
  problems: FlowFieldErrors;
  onChange: (edit: WaitEdit, field: string) => void;
}

const UNITS = ["minutes", "hours", "days"] as const;
const EVENTS = ["clicked", "visited", "added_to_cart", "ordered"] as const;
const UNTILS = ["best_hour", "hour", "date"] as const;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** The duration or event of a wait. */
export function WaitFields({ edit, problems, onChange }: WaitFieldsProps) {
  const text = useText("flow-editor");
  const format = useFormat();
  const field = (name: string) => problems[`${edit.stepId}.${name}`] ?? false;
  if (edit.kind === "wait_until") {
    const isBest = edit.until === "best_hour";
    return (
      <BlockStack gap="300">
        <Select
          label={text("wait.until")}
          options={UNTILS.map((value) => ({ value, label: text(`until.${value}`) }))}
          value={edit.until}
          onChange={(until) => onChange({ ...edit, until: until as typeof edit.until }, "until")}
        />
        {edit.until === "date" && (
          <TextField
            label={text("wait.date")}
            type="date"
            autoComplete="off"
            value={edit.date}
            error={field("date")}
            onChange={(date) => onChange({ ...edit, date }, "date")}
          />
        )}
        <Select
          label={text(isBest ? "wait.fallbackHour" : "wait.hour")}
          options={HOURS.map((hour) => ({ value: String(hour), label: format.hourOfDay(hour) }))}
          value={edit.hour}
          error={field("hour")}
          helpText={text("wait.hourHelp")}
          onChange={(hour) => onChange({ ...edit, hour }, "hour")}
        />
      </BlockStack>
    );
  }
  return (
    <BlockStack gap="300">
      {edit.kind === "wait_for" && (
        <Select
          label={text("wait.until")}
          options={EVENTS.map((value) => ({ value, label: text(`event.${value}`) }))}
          value={edit.happening}
          onChange={(happening) =>
            onChange({ ...edit, happening: happening as typeof edit.happening }, "happening")
          }
        />
      )}
      <TextField
        label={text(edit.kind === "wait" ? "wait" : "wait.max")}
        type="number"
        min={1}
        autoComplete="off"
        value={edit.count}
        error={field("count")}
        onChange={(count) => onChange({ ...edit, count }, "count")}
        connectedRight={
          <Select
            label={text("unit")}
            labelHidden
            options={UNITS.map((value) => ({ value, label: text(`unit.${value}`) }))}
            value={edit.unit}
            onChange={(unit) => onChange({ ...edit, unit: unit as typeof edit.unit }, "unit")}
          />
        }
      />
    </BlockStack>
  );
}
