import { InlineStack } from "@shopify/polaris";
import { NumberField } from "~/components/forms/number-field";
import { useText } from "~/i18n/text-provider";
import { currencyExponent } from "~/lib/money";
import { PREDICTED, unitOf } from "~/predictions/predicted-values";
import { GRADES } from "~/predictions/prediction";
import {
  COMPARISONS,
  ORDER_NUMBERS,
  PREDICTION_COMPARISONS,
  type ConditionOf,
} from "~/segments/condition";
import { capitalizeText } from "~/segments/words/describe-rule";
import { Choice } from "./choice";

interface EditorProps<K extends "number" | "prediction"> {
  condition: ConditionOf<K>;
  currency: string;
  onChange: (condition: ConditionOf<K>) => void;
}

/** A condition on an order number, such as a count or an amount. */
export function NumberEditor({ condition, currency, onChange }: EditorProps<"number">) {
  const text = useText("segments");
  const rules = useText("rules");
  const { number, value } = condition;
  const isMoney = number === "net_spend" || number === "average_order";
  return (
    <InlineStack gap="200" blockAlign="center">
      <Choice
        label={text("field.number")}
        values={ORDER_NUMBERS}
        nameOf={(it) => capitalizeText(rules(`number.${it}`))}
        value={number}
        onChange={(chosen) => onChange({ ...condition, number: chosen })}
      />
      <Choice
        label={text("field.comparison")}
        values={COMPARISONS}
        nameOf={(it) => text(`comparison.${it}`)}
        value={condition.comparison}
        onChange={(comparison) => onChange({ ...condition, comparison })}
      />
      {isMoney ? (
        <MoneyField
          minor={value}
          currency={currency}
          onChange={(minor) => onChange({ ...condition, value: minor })}
        />
      ) : (
        <NumberField
          labelHidden
          label={text("field.value")}
          value={value}
          {...(number === "median_gap_days" && { suffix: text("unit.last", { count: value }) })}
          onChange={(typed) => onChange({ ...condition, value: typed })}
        />
      )}
    </InlineStack>
  );
}

/** A condition on a prediction and its minimum data grade. */
export function PredictionEditor({ condition, currency, onChange }: EditorProps<"prediction">) {
  const text = useText("segments");
  const learning = useText("learning");
  const { predicted, value } = condition;
  const unit = unitOf(predicted);
  const set = (typed: number) => onChange({ ...condition, value: typed });
  return (
    <InlineStack gap="200" blockAlign="center">
      <Choice
        label={text("field.predicted")}
        values={PREDICTED}
        nameOf={(it) => learning(`predicted.${it}`)}
        value={predicted}
        // Each prediction has its own unit, so a typed number is not kept for another.
        onChange={(chosen) =>
          onChange({ ...condition, predicted: chosen, value: unitOf(chosen) === "rate" ? 0.3 : 0 })
        }
      />
      <Choice
        label={text("field.comparison")}
        values={PREDICTION_COMPARISONS}
        nameOf={(it) => text(`comparison.${it}`)}
        value={condition.comparison}
        onChange={(comparison) => onChange({ ...condition, comparison })}
      />
      {unit === "rate" ? (
        <PercentField share={value} onChange={set} />
      ) : unit === "money" ? (
        <MoneyField minor={value} currency={currency} onChange={set} />
      ) : (
        <NumberField
          labelHidden
          label={text("field.value")}
          value={value}
          {...(unit === "instant" && {
            min: -3650,
            max: 3650,
            suffix: text("unit.instant", { count: value }),
          })}
          onChange={set}
        />
      )}
      <Choice
        label={text("field.grade")}
        values={GRADES}
        nameOf={(it) => text(`grade.${it}`)}
        value={condition.grade}
        onChange={(grade) => onChange({ ...condition, grade })}
      />
    </InlineStack>
  );
}

interface MoneyFieldProps {
  minor: number;
  currency: string;
  onChange: (minor: number) => void;
}

/** An amount in minor units, typed in major ones. */
export function MoneyField({ minor, currency, onChange }: MoneyFieldProps) {
  const text = useText("segments");
  const unit = 10 ** currencyExponent(currency);
  return (
    <NumberField
      labelHidden
      label={text("field.amount")}
      value={minor / unit}
      step={1 / unit}
      suffix={currency}
      onChange={(amount) => onChange(Math.round(amount * unit))}
    />
  );
}

interface PercentFieldProps {
  share: number;
  onChange: (share: number) => void;
}

/** A fraction in [0, 1], typed in percent. */
export function PercentField({ share, onChange }: PercentFieldProps) {
  const text = useText("segments");
  return (
    <NumberField
      labelHidden
      label={text("field.percent")}
      value={Number((share * 100).toFixed(4))}
      max={100}
      suffix="%"
      onChange={(percent) => onChange(percent / 100)}
    />
  );
}
