import { BlockStack, Select, TextField } from "@shopify/polaris";
import type { ConditionEdit } from "~/messages/editing/steps/condition-from";

interface ConditionFieldsProps {
  condition: ConditionEdit;
  /** Whether the saved condition is beyond this form. */
  isSavedOffered: boolean;
  /** The saved condition as text. */
  savedLabel: string;
  segments: Readonly<Record<string, string>>;
  problem: string | undefined;
  onChange: (condition: ConditionEdit) => void;
}

const KINDS: readonly { value: ConditionEdit["kind"]; label: string }[] = [
  { value: "has_clicked", label: "Clicked in an email of this flow" },
  { value: "is_subscribed", label: "Has marketing consent" },
  { value: "in_segment", label: "Is in a segment" },
  { value: "order_count", label: "Number of orders" },
  { value: "ordered_within", label: "Ordered in the last days" },
  { value: "no_order_for", label: "Has not ordered for days" },
  { value: "no_email_for", label: "Has had no email for hours" },
  { value: "likely_to_order", label: "Among the most likely to order" },
  { value: "valuable", label: "Among those who will bring most" },
  { value: "has_property", label: "A flow has noted something" },
  { value: "is_high_priced", label: "Product is in the most expensive third" },
  { value: "sold_out", label: "Product is sold out" },
];

const FIRST: Readonly<Record<ConditionEdit["kind"], ConditionEdit>> = {
  has_clicked: { kind: "has_clicked" },
  is_subscribed: { kind: "is_subscribed" },
  in_segment: { kind: "in_segment", segmentId: "" },
  order_count: { kind: "order_count", min: "1", max: "" },
  ordered_within: { kind: "ordered_within", days: "30" },
  no_order_for: { kind: "no_order_for", days: "90" },
  no_email_for: { kind: "no_email_for", hours: "48" },
  likely_to_order: { kind: "likely_to_order", percent: "20" },
  valuable: { kind: "valuable", percent: "20" },
  has_property: { kind: "has_property", name: "Interest", value: "Yes" },
  sold_out: { kind: "sold_out" },
  is_high_priced: { kind: "is_high_priced" },
  kept: { kind: "kept" },
};

/** The condition of a split. */
export function FlowConditionFields(props: ConditionFieldsProps) {
  const { condition, isSavedOffered, savedLabel, problem, onChange } = props;
  const kinds = isSavedOffered ? [...KINDS, { value: "kept" as const, label: savedLabel }] : KINDS;
  const asksMore = !["has_clicked", "is_subscribed", "sold_out", "is_high_priced", "kept"].includes(
    condition.kind,
  );
  return (
    <BlockStack gap="300">
      <Select
        label="Ask whether the customer"
        options={[...kinds]}
        value={condition.kind}
        error={asksMore ? false : (problem ?? false)}
        onChange={(kind) => onChange(FIRST[kind as ConditionEdit["kind"]])}
      />
      {asksMore && <Details {...props} />}
    </BlockStack>
  );
}

function Details({ condition, segments, problem, onChange }: ConditionFieldsProps) {
  const text = (label: string, field: string, value: string, suffix?: string) => (
    <TextField
      label={label}
      autoComplete="off"
      inputMode={suffix === undefined ? "text" : "decimal"}
      suffix={suffix}
      value={value}
      error={problem ?? false}
      onChange={(typed) => onChange({ ...condition, [field]: typed })}
    />
  );
  switch (condition.kind) {
    case "in_segment":
      return (
        <Select
          label="Segment"
          placeholder="Choose a segment"
          options={Object.entries(segments).map(([value, label]) => ({ value, label }))}
          value={condition.segmentId}
          error={problem ?? false}
          onChange={(segmentId) => onChange({ ...condition, segmentId })}
        />
      );
    case "order_count":
      return (
        <BlockStack gap="300">
          {text("At least", "min", condition.min, "orders")}
          {text("At most (empty: no limit)", "max", condition.max, "orders")}
        </BlockStack>
      );
    case "no_order_for":
    case "ordered_within":
      return text("Days", "days", condition.days, "days");
    case "no_email_for":
      return text("Hours", "hours", condition.hours, "hours");
    case "likely_to_order":
    case "valuable":
      return text("Among the first", "percent", condition.percent, "%");
    case "has_property":
      return (
        <BlockStack gap="300">
          {text("Note", "name", condition.name)}
          {text("Is", "value", condition.value)}
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
