import { InlineStack } from "@shopify/polaris";
import { currencyExponent } from "~/lib/money";
import type { ConditionOf } from "~/segments/condition";
import {
  PREDICTED,
  PREDICTED_VALUES,
  unitOf,
  type Predicted,
} from "~/predictions/predicted-values";
import { COMPARISON_WORDS, NUMBER_WORDS } from "~/segments/words/labels";
import { Choice } from "./choice";
import { NumberField } from "./number-field";

interface EditorProps<K extends "number" | "prediction"> {
  condition: ConditionOf<K>;
  currency: string;
  onChange: (condition: ConditionOf<K>) => void;
}

/** A condition on an order number, such as a count or an amount. */
export function NumberEditor({ condition, currency, onChange }: EditorProps<"number">) {
  const { number, value } = condition;
  const isMoney = number === "net_spend" || number === "average_order";
  return (
    <InlineStack gap="200" blockAlign="center">
      <Choice
        label="Which number"
        words={NUMBER_WORDS}
        value={number}
        onChange={(chosen) => onChange({ ...condition, number: chosen })}
      />
      <Choice
        label="Comparison"
        words={COMPARISON_WORDS}
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
          label="Value"
          value={value}
          {...(number === "median_gap_days" && { suffix: "days" })}
          onChange={(typed) => onChange({ ...condition, value: typed })}
        />
      )}
    </InlineStack>
  );
}

const GRADE_CHOICES = {
  A: "data grade A",
  B: "data grade B or better",
  C: "data grade C or better",
  D: "whatever it rests on",
} as const;
const AT = { at_least: COMPARISON_WORDS.at_least, at_most: COMPARISON_WORDS.at_most };
const PREDICTED_LABELS = Object.fromEntries(
  PREDICTED.map((it) => [it, PREDICTED_VALUES[it].label]),
) as Readonly<Record<Predicted, string>>;

/** A condition on a prediction and its minimum data grade. */
export function PredictionEditor({ condition, currency, onChange }: EditorProps<"prediction">) {
  const { predicted, value } = condition;
  const unit = unitOf(predicted);
  const set = (typed: number) => onChange({ ...condition, value: typed });
  return (
    <InlineStack gap="200" blockAlign="center">
      <Choice
        label="What is predicted"
        words={PREDICTED_LABELS}
        value={predicted}
        // Each prediction has its own unit, so a typed number is not kept for another.
        onChange={(chosen) =>
          onChange({ ...condition, predicted: chosen, value: unitOf(chosen) === "rate" ? 0.3 : 0 })
        }
      />
      <Choice
        label="Comparison"
        words={AT}
        value={condition.comparison}
        onChange={(comparison) => onChange({ ...condition, comparison })}
      />
      {unit === "rate" ? (
        <PercentField share={value} onChange={set} />
      ) : unit === "money" ? (
        <MoneyField minor={value} currency={currency} onChange={set} />
      ) : (
        <NumberField
          label="Value"
          value={value}
          {...(unit === "instant" && {
            min: -3650,
            max: 3650,
            suffix: "days from now",
          })}
          onChange={set}
        />
      )}
      <Choice
        label="Data grade"
        words={GRADE_CHOICES}
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

function MoneyField({ minor, currency, onChange }: MoneyFieldProps) {
  const unit = 10 ** currencyExponent(currency);
  return (
    <NumberField
      label="Amount"
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
  return (
    <NumberField
      label="Percent"
      value={Number((share * 100).toFixed(4))}
      max={100}
      suffix="%"
      onChange={(percent) => onChange(percent / 100)}
    />
  );
}
