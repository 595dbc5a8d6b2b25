import { ChoiceList } from "@shopify/polaris";

interface ChoicesFieldProps<T extends string> {
  title: string;
  words: Readonly<Partial<Record<T, string>>>;
  chosen: readonly T[];
  onChange: (chosen: T[]) => void;
}

/** A multiple choice with a label per option. */
export function ChoicesField<T extends string>(props: ChoicesFieldProps<T>) {
  const { title, words, chosen, onChange } = props;
  const values = Object.keys(words) as T[];
  return (
    <ChoiceList
      allowMultiple
      title={title}
      choices={values.map((value) => ({ value, label: words[value] }))}
      selected={[...chosen]}
      onChange={(selected) => onChange(values.filter((value) => selected.includes(value)))}
    />
  );
}
