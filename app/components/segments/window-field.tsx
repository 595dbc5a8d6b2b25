import { InlineStack, TextField } from "@shopify/polaris";
import { NumberField } from "~/components/forms/number-field";
import { useText } from "~/i18n/text-provider";
import type { Window } from "~/segments/condition";
import { Choice } from "./choice";

const KINDS = ["ever", "last", "before", "between"] as const;

/** A time window. */
export function WindowField({ window, onChange }: WindowFieldProps) {
  const text = useText("segments");
  return (
    <InlineStack gap="200" blockAlign="center">
      <Choice
        label={text("field.window")}
        values={KINDS}
        nameOf={(it) => text(`window.${it}`)}
        value={window.kind}
        onChange={(kind) => onChange(begin(kind, window))}
      />
      {(window.kind === "last" || window.kind === "before") && (
        <NumberField
          labelHidden
          label={text("field.days")}
          value={window.days}
          min={1}
          max={3650}
          isWhole
          suffix={text(`unit.${window.kind}`, { count: window.days })}
          onChange={(days) => onChange({ ...window, days: Math.round(days) })}
        />
      )}
      {window.kind === "between" && (
        <>
          <DayField
            label={text("field.from")}
            value={window.from}
            onChange={(from) => onChange({ ...window, from })}
          />
          <DayField
            label={text("field.before")}
            value={window.to}
            onChange={(to) => onChange({ ...window, to })}
          />
        </>
      )}
    </InlineStack>
  );
}

interface WindowFieldProps {
  window: Window;
  onChange: (window: Window) => void;
}

function begin(kind: Window["kind"], before: Window): Window {
  const days = "days" in before ? before.days : 30;
  if (kind === "last" || kind === "before") return { kind, days };
  if (kind === "ever") return { kind };
  const year = new Date().getUTCFullYear();
  return { kind, from: `${year}-01-01T00:00:00.000Z`, to: `${year + 1}-01-01T00:00:00.000Z` };
}

interface DayFieldProps {
  label: string;
  /** ISO 8601, at midnight UTC. */
  value: string;
  onChange: (value: string) => void;
}

function DayField({ label, value, onChange }: DayFieldProps) {
  return (
    <TextField
      label={label}
      type="date"
      autoComplete="off"
      value={value.slice(0, 10)}
      onChange={(day) => {
        if (/^\d{4}-\d{2}-\d{2}$/.test(day)) onChange(`${day}T00:00:00.000Z`);
      }}
    />
  );
}
