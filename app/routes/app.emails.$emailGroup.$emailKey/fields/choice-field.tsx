import { Select } from "@shopify/polaris";

interface ChoiceFieldProps<T extends string> {
  label: string;
  help?: string;
  /** Value → what the merchant reads. */
  words: Readonly<Record<T, string>>;
  value: T;
  onChange: (value: T) => void;
}

/** One of several. */
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
