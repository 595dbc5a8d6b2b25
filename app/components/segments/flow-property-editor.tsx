import { BlockStack, Select, TextField } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";
import type { ConditionOf } from "~/segments/condition";
import { WordListField } from "./word-list-field";

interface FlowPropertyEditorProps {
  condition: ConditionOf<"flow_property">;
  /** The names of properties that flows have set so far. */
  notes: readonly string[];
  onChange: (condition: ConditionOf<"flow_property">) => void;
}

/** Edits a condition on a property set by a flow. */
export function FlowPropertyEditor({ condition, notes, onChange }: FlowPropertyEditorProps) {
  const text = useText("segments");
  const { name, values } = condition;
  const rename = (chosen: string) => onChange({ ...condition, name: chosen });
  const names = [...new Set([...notes, ...(name === "" ? [] : [name])])];
  return (
    <BlockStack gap="200">
      {notes.length === 0 ? (
        <TextField
          label={text("property.name")}
          helpText={text("property.none")}
          autoComplete="off"
          placeholder={text("property.name.example")}
          maxLength={40}
          value={name}
          onChange={rename}
        />
      ) : (
        <Select
          label={text("property.name")}
          placeholder={text("property.choose")}
          options={names}
          value={name}
          onChange={rename}
        />
      )}
      <WordListField
        label={text("property.values")}
        words={values}
        placeholder={text("property.anyValue")}
        onChange={(words) => onChange({ ...condition, values: words })}
      />
    </BlockStack>
  );
}
