import { TextField } from "@shopify/polaris";
import { useProblemText } from "../use-problem-text";
import { useField } from "./use-field";

interface CountFieldProps {
  label: string;
  value: number;
  from: number;
  to: number;
  unit?: string;
  onCommit: (count: number) => string | null;
}

/** An integer field with bounds. */
export function CountField({ label, value, from, to, unit, onCommit }: CountFieldProps) {
  const problemText = useProblemText();
  const { text, problem, onChange } = useField(String(value), (typed) => {
    const count = /^\d{1,4}$/.test(typed.trim()) ? Number(typed) : Number.NaN;
    const isWithin = count >= from && count <= to;
    return isWithin ? onCommit(count) : problemText({ code: "number", values: { from, to } });
  });
  return (
    <TextField
      label={label}
      type="number"
      autoComplete="off"
      min={from}
      max={to}
      suffix={unit}
      value={text}
      error={problem ?? false}
      onChange={onChange}
    />
  );
}
