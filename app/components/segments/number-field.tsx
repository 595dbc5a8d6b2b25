import { TextField } from "@shopify/polaris";
import { useState } from "react";

interface NumberFieldProps {
  label: string;
  value: number;
  min?: number;
  max?: number;
  step?: number;
  prefix?: string;
  suffix?: string;
  onChange: (value: number) => void;
}

/** A number field that reports valid numbers only. */
export function NumberField({ label, value, min = 0, max, step = 1, ...props }: NumberFieldProps) {
  const [text, setText] = useState(String(value));
  const shown = Number(text) === value ? text : String(value);
  return (
    <TextField
      label={label}
      labelHidden
      type="number"
      autoComplete="off"
      min={min}
      step={step}
      {...(max !== undefined && { max })}
      {...(props.prefix !== undefined && { prefix: props.prefix })}
      {...(props.suffix !== undefined && { suffix: props.suffix })}
      value={text === "" ? "" : shown}
      onChange={(typed) => {
        setText(typed);
        const number = Number(typed);
        const isFit = typed !== "" && Number.isFinite(number) && number >= min;
        if (isFit && (max === undefined || number <= max)) props.onChange(number);
      }}
      onBlur={() => setText(String(value))}
    />
  );
}
