import { BlockStack, Button, InlineStack } from "@shopify/polaris";
import { NumberField } from "~/components/forms/number-field";
import { useText } from "~/i18n/text-provider";
import {
  BEHAVIORS,
  COMPARISONS,
  FILTERS_BY_BEHAVIOR,
  MAX_FILTERS,
  type BehaviorFilter,
  type ConditionOf,
} from "~/segments/condition";
import type { RuleNames } from "~/segments/words/describe-condition";
import { capitalizeText } from "~/segments/words/describe-rule";
import { Choice } from "./choice";
import { FilterEditor, newFilter } from "./filter-editor";
import { WindowField } from "./window-field";

interface BehaviorEditorProps {
  condition: ConditionOf<"did">;
  names: RuleNames;
  onChange: (condition: ConditionOf<"did">) => void;
}

/** Edits a behavior condition: event, count, window and filters. */
export function BehaviorEditor({ condition, names, onChange }: BehaviorEditorProps) {
  const text = useText("segments");
  const rules = useText("rules");
  const { where = [], ...rest } = condition;
  const choices = FILTERS_BY_BEHAVIOR[condition.behavior];
  const [firstChoice] = choices;
  const setFilters = (filters: readonly BehaviorFilter[]) =>
    onChange({ ...rest, ...(filters.length > 0 && { where: [...filters] }) });
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
              ...(where.length > 0 && {
                where: where.filter(({ by }) => FILTERS_BY_BEHAVIOR[behavior].includes(by)),
              }),
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
          labelHidden
          label={text("field.times")}
          value={condition.times}
          max={100_000}
          isWhole
          suffix={text("field.times.unit", { count: condition.times })}
          onChange={(times) => onChange({ ...condition, times: Math.round(times) })}
        />
        <WindowField
          window={condition.window}
          onChange={(window) => onChange({ ...condition, window })}
        />
      </InlineStack>
      {where.map((filter, place) => (
        <FilterEditor
          key={place}
          filter={filter}
          choices={choices}
          names={names}
          onChange={(changed) => setFilters(where.toSpliced(place, 1, changed))}
          onRemove={() => setFilters(where.toSpliced(place, 1))}
        />
      ))}
      {firstChoice && where.length < MAX_FILTERS && (
        <InlineStack>
          <Button variant="plain" onClick={() => setFilters([...where, newFilter(firstChoice)])}>
            {text("filter.add")}
          </Button>
        </InlineStack>
      )}
    </BlockStack>
  );
}
