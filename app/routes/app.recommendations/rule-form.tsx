import {
  Button,
  ButtonGroup,
  ChoiceList,
  FormLayout,
  RangeSlider,
  Select,
  Tag,
} from "@shopify/polaris";
import { useState } from "react";
import type { CatalogMatch } from "~/catalog/search-catalog.server";
import { RecommendationList } from "~/recommendations/recommendation";
import type { Rule, RuleAction, RuleTarget } from "~/recommendations/rules/rule";
import { CatalogField } from "~/components/catalog-field";
import { LIST_TITLES } from "./list-words";
import type { TargetLabels } from "./rule-words";

interface RuleFormProps {
  onAdd: (rule: Rule, label: TargetLabels) => void;
  onCancel: () => void;
}

const ACTIONS = [
  { value: "boost", label: "Move up" },
  { value: "pin", label: "Show first" },
  { value: "bury", label: "Show last" },
  { value: "exclude", label: "Never show" },
] as const satisfies readonly { value: RuleAction["kind"]; label: string }[];

const ALL_KINDS = ["product", "collection", "type", "vendor", "tag"] as const;

/** A new rule: action, products and lists. */
export function RuleForm({ onAdd, onCancel }: RuleFormProps) {
  const [kind, setKind] = useState<RuleAction["kind"]>("boost");
  const [strength, setStrength] = useState(50);
  const [match, setMatch] = useState<CatalogMatch | null>(null);
  const [lists, setLists] = useState<readonly RecommendationList[]>(RecommendationList.options);
  return (
    <FormLayout>
      <Select
        label="What to do"
        options={[...ACTIONS]}
        value={kind}
        onChange={(chosen) => {
          const action = ACTIONS.find(({ value }) => value === chosen);
          if (!action) return;
          setKind(action.value);
          // Only a single product can be shown first.
          if (action.value === "pin" && match?.kind !== "product") setMatch(null);
        }}
      />
      {kind === "boost" && (
        <RangeSlider
          label={`By ${strength} % of the way from the last to the first`}
          min={5}
          max={100}
          step={5}
          value={strength}
          onChange={(value) => setStrength(Number(value))}
        />
      )}
      {match === null ? (
        <CatalogField
          label={kind === "pin" ? "Product" : "Products"}
          kinds={kind === "pin" ? ["product"] : ALL_KINDS}
          {...(kind !== "pin" && {
            helpText: "A product, a collection, a type, a vendor or a tag",
          })}
          onChoose={setMatch}
        />
      ) : (
        <Tag onRemove={() => setMatch(null)}>{`${match.label} (${match.kind})`}</Tag>
      )}
      <ChoiceList
        allowMultiple
        title="In which lists"
        choices={RecommendationList.options.map((value) => ({ value, label: LIST_TITLES[value] }))}
        selected={[...lists]}
        onChange={(chosen) =>
          setLists(RecommendationList.options.filter((list) => chosen.includes(list)))
        }
      />
      <ButtonGroup>
        <Button
          variant="primary"
          disabled={match === null || lists.length === 0}
          onClick={() => {
            if (match === null) return;
            const rule = {
              action: actionOf(kind, strength),
              target: targetOf(match),
              lists: [...lists],
            };
            onAdd(rule, { [`${match.kind}/${match.id}`]: match.label });
          }}
        >
          Add
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </ButtonGroup>
    </FormLayout>
  );
}

function actionOf(kind: RuleAction["kind"], percent: number): RuleAction {
  return kind === "boost" ? { kind, strength: percent / 100 } : { kind };
}

function targetOf({ kind, id }: CatalogMatch): RuleTarget {
  switch (kind) {
    case "product":
      return { kind, productId: id };
    case "collection":
      return { kind, collectionId: id };
    case "type":
      return { kind, productType: id };
    case "vendor":
      return { kind, vendor: id };
    case "tag":
      return { kind, tag: id };
  }
}
