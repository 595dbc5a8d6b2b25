import { BlockStack, Select, TextField } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";
import type { RuleBuilderData } from "~/pages/segments/segment-pages.server";
import {
  metafieldIdOfProperty,
  type MetafieldReading,
} from "~/profiles/metafields/followed-metafield";
import type { ConditionOf } from "~/segments/condition";
import { nameCustomProperty } from "~/segments/words/describe-condition";
import { PropertyValueFields } from "./property-value-fields";

interface FlowPropertyEditorProps {
  condition: ConditionOf<"flow_property">;
  builder: RuleBuilderData;
  onChange: (condition: ConditionOf<"flow_property">) => void;
}

/** Edits a condition on a customer property: of a flow, the API, an import or a followed metafield. */
export function FlowPropertyEditor({ condition, builder, onChange }: FlowPropertyEditorProps) {
  const text = useText("segments");
  const { name } = condition;
  const { metafields } = builder;
  const readingOf = (property: string): MetafieldReading | null =>
    metafields.find((it) => it.property === property)?.reading ?? null;
  // Each kind of value has its own comparison, so nothing is kept for another property.
  const choose = (chosen: string) => onChange(firstCondition(chosen, readingOf(chosen)));
  const named = builder.notes.filter((it) => metafieldIdOfProperty(it) === null);
  const followed = metafields.map((it) => it.property);
  const lost = name === "" || [...named, ...followed].includes(name) ? [] : [name];
  return (
    <BlockStack gap="200">
      {named.length + followed.length === 0 ? (
        <TextField
          label={text("property.name")}
          helpText={text("property.none")}
          autoComplete="off"
          placeholder={text("property.name.example")}
          maxLength={64}
          value={name}
          onChange={(typed) => onChange({ ...condition, name: typed })}
        />
      ) : (
        <Select
          label={text("property.name")}
          placeholder={text("property.choose")}
          options={[
            {
              title: text("property.group.metafields"),
              options: metafields.map((it) => ({ value: it.property, label: it.name })),
            },
            {
              title: text("property.group.others"),
              options: [...named, ...lost].map((it) => ({
                value: it,
                label: nameCustomProperty(it, builder.names),
              })),
            },
          ].filter(({ options }) => options.length > 0)}
          value={name}
          onChange={choose}
        />
      )}
      <PropertyValueFields condition={condition} reading={readingOf(name)} onChange={onChange} />
    </BlockStack>
  );
}

function firstCondition(
  name: string,
  reading: MetafieldReading | null,
): ConditionOf<"flow_property"> {
  const condition = { kind: "flow_property", name, values: [] } as const;
  switch (reading) {
    case "number":
      return { ...condition, values: [], as: { kind: "number", comparison: "at_least", value: 0 } };
    case "date":
      return {
        ...condition,
        values: [],
        as: { kind: "date", window: { kind: "last", days: 30 } },
      };
    case "boolean":
      return { ...condition, values: ["true"] };
    case "text":
    case "list":
    case null:
      return { ...condition, values: [] };
  }
}
