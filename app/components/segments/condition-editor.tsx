import { BlockStack, InlineStack, Text, ChoiceList } from "@shopify/polaris";
import { MarketingState } from "~/events/event";
import { useFormat, useText } from "~/i18n/text-provider";
import { GROUP_PROTOTYPES, NO_CUSTOMER_GROUP } from "~/predictions/group-prototypes";
import { PRICE_BANDS } from "~/profiles/profile";
import { SuppressionReason } from "~/profiles/suppression-reason";
import { CUSTOMER_DATES, type Condition, type ConditionOf } from "~/segments/condition";
import type { RuleBuilderData } from "~/pages/segments/segment-pages.server";
import { nameGroup, nameProperty } from "~/segments/words/describe-condition";
import { capitalizeText } from "~/segments/words/describe-rule";
import { Choice } from "./choice";
import { BehaviorEditor } from "./behavior-editor";
import { NumberEditor, PercentField, PredictionEditor } from "./number-editors";
import { WindowField } from "./window-field";
import { FlowPropertyEditor } from "./flow-property-editor";
import { ValuesField } from "./values-field";

interface ConditionEditorProps {
  condition: Condition;
  builder: RuleBuilderData;
  onChange: (condition: Condition) => void;
}

const GROUPS: readonly string[] = [...GROUP_PROTOTYPES, NO_CUSTOMER_GROUP].map(({ key }) => key);
const STATES = MarketingState.options.filter((it) => it !== "redacted");

/** The fields of one condition. */
export function ConditionEditor({ condition, builder, onChange }: ConditionEditorProps) {
  const text = useText("segments");
  const rules = useText("rules");
  const common = useText("common");
  const learning = useText("learning");
  const { currency } = builder.names;
  switch (condition.kind) {
    case "did":
      return <BehaviorEditor condition={condition} names={builder.names} onChange={onChange} />;
    case "number":
      return <NumberEditor condition={condition} currency={currency} onChange={onChange} />;
    case "prediction":
      return <PredictionEditor condition={condition} currency={currency} onChange={onChange} />;
    case "date":
      return (
        <InlineStack gap="200" blockAlign="center">
          <Choice
            label={text("field.date")}
            values={CUSTOMER_DATES}
            nameOf={(it) => capitalizeText(rules(`date.${it}`))}
            value={condition.date}
            onChange={(date) => onChange({ ...condition, date })}
          />
          <WindowField
            window={condition.window}
            onChange={(window) => onChange({ ...condition, window })}
          />
        </InlineStack>
      );
    case "property":
      return <PropertyEditor condition={condition} onChange={onChange} />;
    case "flow_property":
      return <FlowPropertyEditor condition={condition} builder={builder} onChange={onChange} />;
    case "affinity":
      return <AffinityEditor condition={condition} onChange={onChange} />;
    case "price_band":
      return (
        <InlineStack gap="200" blockAlign="center">
          {text.rich("priceBand", {
            share: () => (
              <PercentField
                share={condition.share}
                onChange={(share) => onChange({ ...condition, share })}
              />
            ),
            price: () => (
              <Choice
                label={text("field.price")}
                values={PRICE_BANDS}
                nameOf={(it) => text(`price.${it}`)}
                value={condition.band}
                onChange={(band) => onChange({ ...condition, band })}
              />
            ),
          })}
        </InlineStack>
      );
    case "group":
      return (
        <ChoicesField
          title={text("anyOf.group")}
          values={GROUPS}
          nameOf={(it) => nameGroup(it, learning)}
          chosen={condition.keys}
          onChange={(keys) => onChange({ ...condition, keys })}
        />
      );
    case "consent":
      return (
        <ChoicesField
          title={text("anyOf.consent")}
          values={STATES}
          nameOf={(it) => common(`consent.${it}`)}
          chosen={condition.states.filter((it) => it !== "redacted")}
          onChange={(states) => onChange({ ...condition, states })}
        />
      );
    case "suppressed":
      return (
        <ChoicesField
          title={text("anyOf.suppressed")}
          values={SuppressionReason.options}
          nameOf={(it) => capitalizeText(rules(`suppression.${it}`))}
          chosen={condition.reasons}
          onChange={(reasons) => onChange({ ...condition, reasons })}
        />
      );
    case "has_address":
      return <Text as="p">{capitalizeText(rules("hasAddress"))}</Text>;
    case "segment":
      return (
        <InlineStack gap="200" blockAlign="center">
          {text.rich("inSegment", {
            name: () => (
              <Choice
                label={text("field.segment")}
                values={builder.others.map(({ id }) => id)}
                nameOf={(id) => builder.names.segments[id] ?? id}
                value={condition.segmentId}
                onChange={(segmentId) => onChange({ ...condition, segmentId })}
              />
            ),
          })}
        </InlineStack>
      );
  }
}

function PropertyEditor({ condition, onChange }: EditorOf<"property">) {
  const text = useText("segments");
  const format = useFormat();
  const { property } = condition;
  return (
    <ValuesField
      label={text(`anyOf.${property}`)}
      of={property}
      values={condition.values}
      placeholder={text("values.search")}
      nameOf={(value) => nameProperty(condition, value, format)}
      onChange={(values, labels) =>
        onChange({
          ...condition,
          values,
          ...(property === "city" && {
            labels: Object.fromEntries(
              values.map((it) => [it, labels.get(it) ?? condition.labels?.[it] ?? it]),
            ),
          }),
        })
      }
    />
  );
}

function AffinityEditor({ condition, onChange }: EditorOf<"affinity">) {
  const text = useText("segments");
  const { types, share } = condition;
  return (
    <BlockStack gap="200">
      <InlineStack gap="200" blockAlign="center">
        {text.rich("affinity", {
          share: () => (
            <PercentField
              share={share}
              onChange={(more) => onChange({ ...condition, share: more })}
            />
          ),
        })}
      </InlineStack>
      <ValuesField
        label={text("field.productType")}
        of="type"
        values={types}
        placeholder={text("values.search")}
        nameOf={(it) => it}
        onChange={(chosen) => onChange({ ...condition, types: chosen })}
      />
    </BlockStack>
  );
}

interface EditorOf<K extends Condition["kind"]> {
  condition: ConditionOf<K>;
  onChange: (condition: ConditionOf<K>) => void;
}

interface ChoicesFieldProps<T extends string> {
  title: string;
  values: readonly T[];
  nameOf: (value: T) => string;
  chosen: readonly T[];
  onChange: (chosen: T[]) => void;
}

/** A multiple choice with a label per option. */
function ChoicesField<T extends string>(props: ChoicesFieldProps<T>) {
  const { title, values, nameOf, chosen, onChange } = props;
  return (
    <ChoiceList
      allowMultiple
      title={title}
      choices={values.map((value) => ({ value, label: nameOf(value) }))}
      selected={[...chosen]}
      onChange={(selected) => onChange(values.filter((value) => selected.includes(value)))}
    />
  );
}
