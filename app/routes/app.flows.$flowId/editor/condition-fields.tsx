import { BlockStack, Select, TextField } from "@shopify/polaris";
import { useState } from "react";
import { useText } from "~/i18n/text-provider";
import { currencyExponent, parseMoney } from "~/lib/money";
import type { ConditionEdit } from "~/flows/editing/condition-from";
import type { StepExamples } from "~/flows/editing/new-step";
import { useStepExamples } from "./use-step-examples";

interface ConditionFieldsProps {
  condition: ConditionEdit;
  /** Whether the saved condition is beyond this form. */
  isSavedOffered: boolean;
  /** The saved condition as text. */
  savedLabel: string;
  segments: Readonly<Record<string, string>>;
  /** The shop's. */
  currency: string;
  /** The kinds that are offered. */
  kinds?: readonly (typeof CONDITION_KINDS)[number][];
  problem: string | undefined;
  onChange: (condition: ConditionEdit) => void;
}

/** All kinds that the form can edit. */
export const CONDITION_KINDS = [
  "has_clicked",
  "is_subscribed",
  "in_segment",
  "order_count",
  "ordered_within",
  "no_order_for",
  "total_at_least",
  "no_email_for",
  "likely_to_order",
  "valuable",
  "has_property",
  "is_high_priced",
  "sold_out",
] as const satisfies readonly ConditionEdit["kind"][];

function newCondition(
  kind: ConditionEdit["kind"],
  property: StepExamples["property"],
): ConditionEdit {
  switch (kind) {
    case "in_segment":
      return { kind, segmentId: "" };
    case "order_count":
      return { kind, min: "1", max: "" };
    case "ordered_within":
      return { kind, days: "30" };
    case "no_order_for":
      return { kind, days: "90" };
    case "total_at_least":
      return { kind, minMinor: 0 };
    case "no_email_for":
      return { kind, hours: "48" };
    case "likely_to_order":
    case "valuable":
      return { kind, percent: "20" };
    case "has_property":
      return { kind, ...property };
    case "has_clicked":
    case "is_subscribed":
    case "sold_out":
    case "is_high_priced":
    case "kept":
      return { kind };
  }
}

/** A condition of a split or of the flow. */
export function FlowConditionFields(props: ConditionFieldsProps) {
  const { condition, isSavedOffered, savedLabel, problem, onChange } = props;
  const { kinds: offered = CONDITION_KINDS } = props;
  const text = useText("flow-editor");
  const { property } = useStepExamples();
  const kinds = offered.map((value) => ({ value, label: text(`conditionKind.${value}`) }));
  const saved = isSavedOffered ? [{ value: "kept", label: savedLabel }] : [];
  const asksMore = !["has_clicked", "is_subscribed", "sold_out", "is_high_priced", "kept"].includes(
    condition.kind,
  );
  return (
    <BlockStack gap="300">
      <Select
        label={text("condition")}
        options={[...kinds, ...saved]}
        value={condition.kind}
        error={asksMore ? false : (problem ?? false)}
        onChange={(kind) => onChange(newCondition(kind as ConditionEdit["kind"], property))}
      />
      {asksMore && <Details {...props} />}
    </BlockStack>
  );
}

function Details({ condition, segments, currency, problem, onChange }: ConditionFieldsProps) {
  const text = useText("flow-editor");
  const number = (label: string, field: string, value: string, help?: string) => (
    <TextField
      label={label}
      autoComplete="off"
      inputMode="decimal"
      suffix={field === "percent" ? "%" : undefined}
      helpText={help}
      value={value}
      error={problem ?? false}
      onChange={(typed) => onChange({ ...condition, [field]: typed })}
    />
  );
  switch (condition.kind) {
    case "in_segment":
      return (
        <Select
          label={text("segment")}
          placeholder={text("segment.choose")}
          options={Object.entries(segments).map(([value, label]) => ({ value, label }))}
          value={condition.segmentId}
          error={problem ?? false}
          onChange={(segmentId) => onChange({ ...condition, segmentId })}
        />
      );
    case "order_count":
      return (
        <BlockStack gap="300">
          {number(text("condition.min"), "min", condition.min)}
          {number(text("condition.max"), "max", condition.max, text("condition.maxHelp"))}
        </BlockStack>
      );
    case "no_order_for":
    case "ordered_within":
      return number(text("condition.days"), "days", condition.days);
    case "total_at_least":
      return (
        <TotalField
          minor={condition.minMinor}
          currency={currency}
          problem={problem}
          onChange={(minMinor) => onChange({ ...condition, minMinor })}
        />
      );
    case "no_email_for":
      return number(text("condition.hours"), "hours", condition.hours);
    case "likely_to_order":
    case "valuable":
      return number(text("condition.share"), "percent", condition.percent);
    case "has_property":
      return (
        <BlockStack gap="300">
          <TextField
            label={text("property.name")}
            autoComplete="off"
            value={condition.name}
            error={problem ?? false}
            onChange={(name) => onChange({ ...condition, name })}
          />
          <TextField
            label={text("property.value")}
            autoComplete="off"
            value={condition.value}
            error={problem ?? false}
            onChange={(value) => onChange({ ...condition, value })}
          />
        </BlockStack>
      );
    case "has_clicked":
    case "is_subscribed":
    case "sold_out":
    case "is_high_priced":
    case "kept":
      return null;
  }
}

interface TotalFieldProps {
  /** 0: not filled in. */
  minor: number;
  currency: string;
  problem: string | undefined;
  onChange: (minor: number) => void;
}

/** An amount in the shop's currency. */
function TotalField({ minor, currency, problem, onChange }: TotalFieldProps) {
  const text = useText("flow-editor");
  const [typed, setTyped] = useState(
    minor === 0 ? "" : String(minor / 10 ** currencyExponent(currency)),
  );
  return (
    <TextField
      label={text("condition.total")}
      suffix={currency}
      inputMode="decimal"
      autoComplete="off"
      value={typed}
      error={problem ?? false}
      onChange={(value) => {
        setTyped(value);
        onChange(Math.max(0, parseMoney(value.replace(",", "."), currency)?.minor ?? 0));
      }}
    />
  );
}
