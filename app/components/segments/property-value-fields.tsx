import { BlockStack, InlineStack } from "@shopify/polaris";
import { NumberField } from "~/components/forms/number-field";
import { useText } from "~/i18n/text-provider";
import type { MetafieldReading } from "~/profiles/metafields/followed-metafield";
import { COMPARISONS, type ConditionOf } from "~/segments/condition";
import { Choice } from "./choice";
import { WindowField } from "./window-field";
import { WordListField } from "./word-list-field";

interface PropertyValueFieldsProps {
  condition: ConditionOf<"flow_property">;
  /** Of a followed metafield; null: the merchant chooses how to compare. */
  reading: MetafieldReading | null;
  onChange: (condition: ConditionOf<"flow_property">) => void;
}

const KINDS = ["text", "number", "date"] as const;
const BOOLEANS = ["any", "true", "false"] as const;

/** What the value of a property must be. */
export function PropertyValueFields({ condition, reading, onChange }: PropertyValueFieldsProps) {
  const text = useText("segments");
  const { as, ...plain } = condition;
  if (reading === "boolean") {
    return (
      <Choice
        label={text("field.value")}
        values={BOOLEANS}
        nameOf={(it) => text(`property.is.${it}`)}
        value={BOOLEANS.find((it) => it === plain.values[0]) ?? "any"}
        onChange={(chosen) => onChange({ ...plain, values: chosen === "any" ? [] : [chosen] })}
      />
    );
  }
  const compare = (kind: (typeof KINDS)[number]) => {
    if (kind === "text") onChange({ ...plain, values: [] });
    else if (kind === "number") {
      onChange({ ...plain, values: [], as: { kind, comparison: "at_least", value: 0 } });
    } else onChange({ ...plain, values: [], as: { kind, window: { kind: "last", days: 30 } } });
  };
  return (
    <BlockStack gap="200" inlineAlign="start">
      <InlineStack gap="200" blockAlign="center">
        {reading === null && (
          <Choice
            label={text("property.compare")}
            values={KINDS}
            nameOf={(it) => text(`property.compare.${it}`)}
            value={as?.kind ?? "text"}
            onChange={compare}
          />
        )}
        {as?.kind === "number" && (
          <>
            <Choice
              label={text("field.comparison")}
              values={COMPARISONS}
              nameOf={(it) => text(`comparison.${it}`)}
              value={as.comparison}
              onChange={(comparison) => onChange({ ...condition, as: { ...as, comparison } })}
            />
            <NumberField
              labelHidden
              label={text("field.value")}
              value={as.value}
              min={-Number.MAX_SAFE_INTEGER}
              max={Number.MAX_SAFE_INTEGER}
              onChange={(value) => onChange({ ...condition, as: { ...as, value } })}
            />
          </>
        )}
        {as?.kind === "date" && (
          <WindowField
            window={as.window}
            onChange={(window) => onChange({ ...condition, as: { ...as, window } })}
          />
        )}
      </InlineStack>
      {as === undefined && (
        <WordListField
          label={text(reading === "list" ? "property.entries" : "property.values")}
          words={plain.values}
          placeholder={text("property.anyValue")}
          onChange={(values) => onChange({ ...plain, values })}
        />
      )}
    </BlockStack>
  );
}
