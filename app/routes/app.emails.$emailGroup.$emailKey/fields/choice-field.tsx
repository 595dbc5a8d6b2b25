import { Select } from "@shopify/polaris";

interface ChoiceFieldProps<T extends string> {
  label: string;
  help?: string;
  /** Value → label. */
  words: Readonly<Record<T, string>>;
  value: T;
  onChange: (value: T) => void;
}

/** A select field. */
export function ChoiceField<T extends string>(props: ChoiceFieldProps<T>) {
  const { label, help, words, value, onChange } = props;
  const values = Object.keys(words) as T[];
  return (
    <Select
      label={label}
      helpText={help}
      options={values.map((it) => ({ value: it, label: words[it] }))}
      value={value}
      onChange={(chosen) => {
        const found = values.find((it) => it === chosen);
        if (found !== undefined) onChange(found);
      }}
    />
  );
}
