import { BlockStack, InlineStack, Select, Text, TextField } from "@shopify/polaris";
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
  const { name, values } = condition;
  const rename = (chosen: string) => onChange({ ...condition, name: chosen });
  const names = [...new Set([...notes, ...(name === "" ? [] : [name])])];
  return (
    <BlockStack gap="200">
      <InlineStack gap="200" blockAlign="center">
        <Text as="span">A flow noted</Text>
        {notes.length === 0 ? (
          <TextField
            label="Name of the note"
            labelHidden
            autoComplete="off"
            placeholder="Name, as in the flow"
            maxLength={40}
            value={name}
            onChange={rename}
          />
        ) : (
          <Select
            label="Name of the note"
            labelHidden
            placeholder="Choose a note"
            options={names}
            value={name}
            onChange={rename}
          />
        )}
        <Text as="span">as one of these</Text>
      </InlineStack>
      <WordListField
        label="Values of the note"
        words={values}
        placeholder="Empty: whatever was noted"
        onChange={(words) => onChange({ ...condition, values: words })}
      />
      {notes.length === 0 && (
        <Text as="p" variant="bodySm" tone="subdued">
          No flow has noted anything so far. A flow does so by its step “Note something”.
        </Text>
      )}
    </BlockStack>
  );
}
