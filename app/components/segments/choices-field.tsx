import { ChoiceList } from "@shopify/polaris";

interface ChoicesFieldProps<T extends string> {
  title: string;
  values: readonly T[];
  nameOf: (value: T) => string;
  chosen: readonly T[];
  onChange: (chosen: T[]) => void;
}

/** A multiple choice with a label per option. */
export function ChoicesField<T extends string>(props: ChoicesFieldProps<T>) {
  const { title, values, nameOf, chosen, onChange } = props;
  return (
    <ChoiceList
      allowMultiple
      title={title}
      choices={values.map((value) => ({ value, label: nameOf(value) }))}
      selected={[...chosen]}
      onChange={(selected) => onChange(values.filter((value) => selected.includes(value)))}
    />
  );
}
