import { BlockStack, InlineStack, Tag, Text } from "@shopify/polaris";
import { CatalogField } from "~/components/catalog-field";
import { describeGroup, GROUP_PROTOTYPES } from "~/predictions/models/group-prototypes";
import type { Condition, ConditionOf } from "~/segments/condition";
import type { RuleBuilderData } from "~/segments/editing/segment-pages.server";
import { CONSENT_WORDS, DATE_WORDS, REASON_WORDS } from "~/segments/words/labels";
import { Choice } from "./choice";
import { ChoicesField } from "./choices-field";
import { BehaviorEditor } from "./behavior-editor";
import { NumberEditor, PercentField, PredictionEditor } from "./number-editors";
import { WindowField } from "./window-field";
import { FlowPropertyEditor } from "./flow-property-editor";
import { WordListField } from "./word-list-field";

interface ConditionEditorProps {
  condition: Condition;
  builder: RuleBuilderData;
  onChange: (condition: Condition) => void;
}

const GROUP_NAMES = Object.fromEntries(
  [...GROUP_PROTOTYPES.map(({ key }) => key), "not_yet"].map((key) => [
    key,
    describeGroup(key).name,
  ]),
);
const { redacted: _, ...STATES } = CONSENT_WORDS;
const BANDS = { low: "low prices", middle: "middle prices", high: "high prices" } as const;

/** The fields of one condition. */
export function ConditionEditor({ condition, builder, onChange }: ConditionEditorProps) {
  const { currency, products } = builder.names;
  switch (condition.kind) {
    case "did":
      return <BehaviorEditor condition={condition} products={products} onChange={onChange} />;
    case "number":
      return <NumberEditor condition={condition} currency={currency} onChange={onChange} />;
    case "prediction":
      return <PredictionEditor condition={condition} currency={currency} onChange={onChange} />;
    case "date":
      return (
        <InlineStack gap="200" blockAlign="center">
          <Choice
            label="Which date"
            words={DATE_WORDS}
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
      return <FlowPropertyEditor condition={condition} notes={builder.notes} onChange={onChange} />;
    case "affinity":
      return <AffinityEditor condition={condition} onChange={onChange} />;
    case "price_band":
      return (
        <InlineStack gap="200" blockAlign="center">
          <Text as="span">Spends at least</Text>
          <PercentField
            share={condition.share}
            onChange={(share) => onChange({ ...condition, share })}
          />
          <Text as="span">at</Text>
          <Choice
            label="Price range"
            words={BANDS}
            value={condition.band}
            onChange={(band) => onChange({ ...condition, band })}
          />
        </InlineStack>
      );
    case "group":
      return (
        <ChoicesField
          title="Customer group is one of"
          words={GROUP_NAMES}
          chosen={condition.keys}
          onChange={(keys) => onChange({ ...condition, keys })}
        />
      );
    case "consent":
      return (
        <ChoicesField
          title="Consent to marketing is one of"
          words={STATES}
          chosen={condition.states.filter((it) => it !== "redacted")}
          onChange={(states) => onChange({ ...condition, states })}
        />
      );
    case "suppressed":
      return (
        <ChoicesField
          title="Address is suppressed, for any of these reasons (none chosen: whatever the reason)"
          words={REASON_WORDS}
          chosen={condition.reasons}
          onChange={(reasons) => onChange({ ...condition, reasons })}
        />
      );
    case "has_address":
      return <Text as="p">Has an email address</Text>;
    case "segment":
      return (
        <InlineStack gap="200" blockAlign="center">
          <Text as="span">Is in</Text>
          <Choice
            label="Segment"
            words={Object.fromEntries(builder.others.map(({ id, name }) => [id, name]))}
            value={condition.segmentId}
            onChange={(segmentId) => onChange({ ...condition, segmentId })}
          />
        </InlineStack>
      );
  }
}

function PropertyEditor({ condition, onChange }: EditorOf<"property">) {
  const isCountry = condition.property === "country";
  return (
    <BlockStack gap="200">
      <Text as="p">{isCountry ? "Country is one of" : "Language is one of"}</Text>
      <WordListField
        label={isCountry ? "Countries" : "Languages"}
        words={condition.values}
        placeholder={isCountry ? "Two letters, such as GB" : "Such as en"}
        onChange={(words) => {
          const values = words.map((it) => (isCountry ? it.toUpperCase() : it.toLowerCase()));
          onChange({ ...condition, values: [...new Set(values)] });
        }}
      />
    </BlockStack>
  );
}

function AffinityEditor({ condition, onChange }: EditorOf<"affinity">) {
  const { types, share } = condition;
  return (
    <BlockStack gap="200">
      <InlineStack gap="200" blockAlign="center">
        <Text as="span">Spends at least</Text>
        <PercentField share={share} onChange={(more) => onChange({ ...condition, share: more })} />
        <Text as="span">on one of these types</Text>
      </InlineStack>
      <InlineStack gap="100">
        {types.map((type) => (
          <Tag
            key={type}
            onRemove={() => onChange({ ...condition, types: types.filter((it) => it !== type) })}
          >
            {type}
          </Tag>
        ))}
      </InlineStack>
      <CatalogField
        label="Product type"
        kinds={["type"]}
        onChoose={({ id }) => onChange({ ...condition, types: [...new Set([...types, id])] })}
      />
    </BlockStack>
  );
}

interface EditorOf<K extends Condition["kind"]> {
  condition: ConditionOf<K>;
  onChange: (condition: ConditionOf<K>) => void;
}
