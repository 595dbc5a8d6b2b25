import { BlockStack, InlineStack, TextField } from "@shopify/polaris";
import { PRODUCT_BEHAVIORS, type ConditionOf } from "~/segments/condition";
import { COMPARISON_WORDS, BEHAVIOR_WORDS } from "~/segments/words/labels";
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
  const { products: filter, query, ...rest } = condition;
  return (
    <BlockStack gap="200">
      <InlineStack gap="200" blockAlign="center">
        <Choice
          label="What they did"
          words={BEHAVIOR_WORDS}
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
          label="How often"
          words={COMPARISON_WORDS}
          value={condition.comparison}
          onChange={(comparison) => onChange({ ...condition, comparison })}
        />
        <NumberField
          label="Times"
          value={condition.times}
          max={100_000}
          suffix={condition.times === 1 ? "time" : "times"}
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
          label="With these words in it"
          autoComplete="off"
          placeholder="Any search"
          value={query ?? ""}
          onChange={(typed) => onChange({ ...rest, ...(typed !== "" && { query: typed }) })}
        />
      )}
    </BlockStack>
  );
}
