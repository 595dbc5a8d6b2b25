import { Select } from "@shopify/polaris";

interface ChoiceProps<T extends string> {
  label: string;
  words: Readonly<Record<T, string>>;
  value: T;
  onChange: (value: T) => void;
}

/** A select with a label per option. */
export function Choice<T extends string>({ label, words, value, onChange }: ChoiceProps<T>) {
  const values = Object.keys(words) as T[];
  return (
    <Select
      label={label}
      labelHidden
      options={values.map((it) => ({ value: it, label: words[it] }))}
      value={value}
      onChange={(chosen) => {
        const found = values.find((it) => it === chosen);
        if (found !== undefined) onChange(found);
      }}
    />
  );
}
