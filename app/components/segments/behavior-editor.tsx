import { BlockStack, InlineStack, TextField } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";
import { BEHAVIORS, COMPARISONS, PRODUCT_BEHAVIORS, type ConditionOf } from "~/segments/condition";
import { capitalizeText } from "~/segments/words/describe-rule";
import { Choice } from "./choice";
import { NumberField } from "./number-field";
import { ProductFilterField } from "./product-filter-field";
import { WindowField } from "./window-field";

interface BehaviorEditorProps {
  condition: ConditionOf<"did">;
  products: Readonly<Record<string, string>>;
  onChange: (condition: ConditionOf<"did">) => void;
}

/** Edits a behavior condition: event, count, window and products. */
export function BehaviorEditor({ condition, products, onChange }: BehaviorEditorProps) {
  const text = useText("segments");
  const rules = useText("rules");
  const { products: filter, query, ...rest } = condition;
  return (
    <BlockStack gap="200">
      <InlineStack gap="200" blockAlign="center">
        <Choice
          label={text("field.behavior")}
          values={BEHAVIORS}
          nameOf={(it) => capitalizeText(rules(`behavior.${it}`))}
          value={condition.behavior}
          onChange={(behavior) =>
            onChange({
              ...rest,
              behavior,
              ...(filter && PRODUCT_BEHAVIORS.includes(behavior) && { products: filter }),
              ...(query !== undefined && behavior === "searched" && { query }),
            })
          }
        />
        <Choice
          label={text("field.comparison")}
          values={COMPARISONS}
          nameOf={(it) => text(`comparison.${it}`)}
          value={condition.comparison}
          onChange={(comparison) => onChange({ ...condition, comparison })}
        />
        <NumberField
          label={text("field.times")}
          value={condition.times}
          max={100_000}
          suffix={text("field.times.unit", { count: condition.times })}
          onChange={(times) => onChange({ ...condition, times: Math.round(times) })}
        />
        <WindowField
          window={condition.window}
          onChange={(window) => onChange({ ...condition, window })}
        />
      </InlineStack>
      {PRODUCT_BEHAVIORS.includes(condition.behavior) && (
        <ProductFilterField
          filter={filter}
          products={products}
          onChange={(chosen) => onChange({ ...rest, ...(chosen && { products: chosen }) })}
        />
      )}
      {condition.behavior === "searched" && (
        <TextField
          label={text("field.query")}
          autoComplete="off"
          placeholder={text("field.query.any")}
          value={query ?? ""}
          onChange={(typed) => onChange({ ...rest, ...(typed !== "" && { query: typed }) })}
        />
      )}
    </BlockStack>
  );
}
