import { Button, InlineStack, TextField } from "@shopify/polaris";
import { DeleteIcon } from "@shopify/polaris-icons";
import { NumberField } from "~/components/forms/number-field";
import { useText } from "~/i18n/text-provider";
import { COMPARISONS, type BehaviorFilter, type FilterName } from "~/segments/condition";
import { nameFilterValue, type RuleNames } from "~/segments/words/describe-condition";
import { Choice } from "./choice";
import { MoneyField } from "./number-editors";
import { ValuesField } from "./values-field";
import styles from "./group-editor.module.css";

interface FilterEditorProps {
  filter: BehaviorFilter;
  /** Filters that the behavior can have. */
  choices: readonly FilterName[];
  names: RuleNames;
  onChange: (filter: BehaviorFilter) => void;
  onRemove: () => void;
}

/** Edits a filter of a behavior: what it is about, and the shop's values. */
export function FilterEditor({ filter, choices, names, onChange, onRemove }: FilterEditorProps) {
  const text = useText("segments");
  return (
    <div className={styles.filter}>
      <Choice
        label={text("field.filter")}
        values={choices}
        nameOf={(it) => text(`filter.${it}`)}
        value={filter.by}
        onChange={(by) => onChange(newFilter(by))}
      />
      <FilterValue key={filter.by} {...{ filter, names, onChange }} />
      <Button
        icon={DeleteIcon}
        variant="tertiary"
        accessibilityLabel={text("filter.remove", { name: text(`filter.${filter.by}`) })}
        onClick={onRemove}
      />
    </div>
  );
}

function FilterValue({
  filter,
  names,
  onChange,
}: Pick<FilterEditorProps, "filter" | "names" | "onChange">) {
  const text = useText("segments");
  const rules = useText("rules");
  if ("values" in filter) {
    return (
      <ValuesField
        label={text(`filter.${filter.by}`)}
        isLabelHidden
        of={filter.by}
        values={filter.values}
        placeholder={text(filter.by === "discount_code" ? "values.anyCode" : "values.search")}
        nameOf={(value) => nameFilterValue(filter.by, value, { text: rules, names })}
        onChange={(values) => onChange({ ...filter, values })}
      />
    );
  }
  switch (filter.by) {
    case "order_value":
    case "items":
      return (
        <InlineStack gap="200" blockAlign="center">
          <Choice
            label={text("field.comparison")}
            values={COMPARISONS}
            nameOf={(it) => text(`comparison.${it}`)}
            value={filter.comparison}
            onChange={(comparison) => onChange({ ...filter, comparison })}
          />
          {filter.by === "order_value" ? (
            <MoneyField
              minor={filter.value}
              currency={names.currency}
              onChange={(value) => onChange({ ...filter, value })}
            />
          ) : (
            <NumberField
              labelHidden
              label={text("field.value")}
              value={filter.value}
              onChange={(value) => onChange({ ...filter, value })}
            />
          )}
        </InlineStack>
      );
    case "no_discount_code":
      return null;
    case "query":
      return (
        <TextField
          label={text("field.query")}
          labelHidden
          autoComplete="off"
          autoFocus={filter.text === ""}
          value={filter.text}
          onChange={(typed) => onChange({ ...filter, text: typed })}
        />
      );
  }
}

/** A filter without a value yet. */
export function newFilter(by: FilterName): BehaviorFilter {
  if (by === "order_value") return { by, comparison: "at_least", value: 0 };
  if (by === "items") return { by, comparison: "at_least", value: 2 };
  if (by === "no_discount_code") return { by };
  return by === "query" ? { by, text: "" } : { by, values: [] };
}
