import { BlockStack, Select, TextField } from "@shopify/polaris";
import type { FlowEditProblems } from "~/messages/editing/edit-flow";
import type { StepEditOf } from "~/messages/editing/steps/step-values";

type WaitEdit = StepEditOf<"wait" | "wait_for" | "wait_until">;

interface WaitFieldsProps {
  edit: WaitEdit;
  problems: FlowEditProblems;
  onChange: (edit: WaitEdit, field: string) => void;
}

const UNITS = ["minutes", "hours", "days"].map((value) => ({ label: value, value }));

const HAPPENINGS = [
  { value: "clicked", label: "The customer clicks in an email" },
  { value: "visited", label: "The customer visits the shop" },
  { value: "added_to_cart", label: "The customer puts something into the cart" },
  { value: "ordered", label: "The customer orders" },
];

const UNTILS = [
  { value: "best_hour", label: "The hour at which the customer answers best" },
  { value: "hour", label: "An hour of the day" },
  { value: "date", label: "A day" },
];

/** The duration or event of a wait. */
export function WaitFields({ edit, problems, onChange }: WaitFieldsProps) {
  const field = (name: string) => problems[`${edit.stepId}.${name}`] ?? false;
  if (edit.kind === "wait_until") {
    const isBest = edit.until === "best_hour";
    return (
      <BlockStack gap="300">
        <Select
          label="Wait until"
          options={UNTILS}
          value={edit.until}
          onChange={(until) => onChange({ ...edit, until: until as typeof edit.until }, "until")}
        />
        {edit.until === "date" && (
          <TextField
            label="Day"
            type="date"
            autoComplete="off"
            value={edit.date}
            error={field("date")}
            onChange={(date) => onChange({ ...edit, date }, "date")}
          />
        )}
        <TextField
          label={isBest ? "Hour where that is not known" : "Hour"}
          type="number"
          min={0}
          max={23}
          suffix=":00"
          autoComplete="off"
          value={edit.hour}
          error={field("hour")}
          helpText="By the customer's clock."
          onChange={(hour) => onChange({ ...edit, hour }, "hour")}
        />
      </BlockStack>
    );
  }
  return (
    <BlockStack gap="300">
      {edit.kind === "wait_for" && (
        <Select
          label="Wait until"
          options={HAPPENINGS}
          value={edit.happening}
          onChange={(happening) =>
            onChange({ ...edit, happening: happening as typeof edit.happening }, "happening")
          }
        />
      )}
      <TextField
        label={edit.kind === "wait" ? "Wait" : "At most"}
        type="number"
        min={1}
        autoComplete="off"
        value={edit.count}
        error={field("count")}
        onChange={(count) => onChange({ ...edit, count }, "count")}
        connectedRight={
          <Select
            label="Unit"
            labelHidden
            options={UNITS}
            value={edit.unit}
            onChange={(unit) => onChange({ ...edit, unit: unit as typeof edit.unit }, "unit")}
          />
        }
      />
    </BlockStack>
  );
}
