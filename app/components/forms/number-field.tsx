import { TextField } from "@shopify/polaris";
import { useState } from "react";
import { useText } from "~/i18n/text-provider";

interface NumberFieldProps {
  label: string;
  labelHidden?: boolean;
  value: number;
  min?: number;
  max?: number;
  step?: number;
  isWhole?: boolean;
  prefix?: string;
  suffix?: string;
  helpText?: string;
  onChange: (value: number) => void;
}

/** A number field that reports valid numbers only. Others stay in the field, which says what fits and what applies. */
export function NumberField(props: NumberFieldProps) {
  const { value, min = 0, max, isWhole = false, onChange, ...field } = props;
  const text = useText("common");
  /** What is typed, and the value that applies to it. */
  const [typed, setTyped] = useState<{ readonly text: string; readonly value: number } | null>(
    null,
  );
  const shown = typed?.value === value ? typed.text : String(value);
  const isFit = (entry: string) => {
    const number = Number(entry);
    const isWithin = number >= min && (max === undefined || number <= max);
    return entry !== "" && isWithin && (!isWhole || Number.isInteger(number));
  };
  const isProblem = shown !== "" && shown !== String(value) && !isFit(shown);
  const facts = { kind: isWhole ? "whole" : "any", min, value };
  return (
    <TextField
      type="number"
      autoComplete="off"
      min={min}
      {...(max !== undefined && { max })}
      {...field}
      value={shown}
      error={
        isProblem &&
        (max === undefined
          ? text("number.atLeast", facts)
          : text("number.between", { ...facts, max }))
      }
      onChange={(entry) => {
        const next = isFit(entry) ? Number(entry) : value;
        setTyped({ text: entry, value: next });
        if (next !== value) onChange(next);
      }}
      onBlur={() => {
        if (!isProblem) setTyped(null);
      }}
    />
  );
}
