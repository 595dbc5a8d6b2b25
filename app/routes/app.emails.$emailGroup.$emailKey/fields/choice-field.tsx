import { Select } from "@shopify/polaris";

interface ChoiceFieldProps<T extends string> {
  label: string;
  help?: string;
  values: readonly T[];
  nameOf: (value: T) => string;
  value: T;
  onChange: (value: T) => void;
}

/** A select field. */
export function ChoiceField<T extends string>(props: ChoiceFieldProps<T>) {
  const { label, help, values, nameOf, value, onChange } = props;
  return (
    <Select
      label={label}
      helpText={help}
      options={values.map((it) => ({ value: it, label: nameOf(it) }))}
      value={value}
      onChange={(chosen) => {
        const found = values.find((it) => it === chosen);
        if (found !== undefined) onChange(found);
      }}
    />
  );
}
