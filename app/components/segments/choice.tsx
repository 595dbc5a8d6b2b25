import { Select } from "@shopify/polaris";

interface ChoiceProps<T extends string> {
  label: string;
  values: readonly T[];
  nameOf: (value: T) => string;
  value: T;
  onChange: (value: T) => void;
}

/** A select with a label per option. */
export function Choice<T extends string>({
  label,
  values,
  nameOf,
  value,
  onChange,
}: ChoiceProps<T>) {
  return (
    <Select
      label={label}
      labelHidden
      options={values.map((it) => ({ value: it, label: nameOf(it) }))}
      value={value}
      onChange={(chosen) => {
        const found = values.find((it) => it === chosen);
        if (found !== undefined) onChange(found);
      }}
    />
  );
}
