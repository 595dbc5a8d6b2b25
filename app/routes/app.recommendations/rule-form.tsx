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
import { useFormat, useText } from "~/i18n/text-provider";
import type { CatalogMatch } from "~/catalog/search-catalog.server";
import { RecommendationList } from "~/recommendations/recommendation";
import type { Rule, RuleAction, RuleTarget } from "~/recommendations/rules/rule";
import { CatalogField } from "~/components/catalog-field";
import type { TargetLabels } from "./describe-recommendation-rule";

interface RuleFormProps {
  onAdd: (rule: Rule, label: TargetLabels) => void;
  onCancel: () => void;
}

const ACTIONS = ["boost", "pin", "bury", "exclude"] as const satisfies RuleAction["kind"][];
const ALL_KINDS = ["product", "collection", "type", "vendor", "tag"] as const;

/** A new rule: action, products and lists. */
export function RuleForm({ onAdd, onCancel }: RuleFormProps) {
  const text = useText("recommendations");
  const common = useText("common");
  const format = useFormat();
  const [kind, setKind] = useState<RuleAction["kind"]>("boost");
  const [strength, setStrength] = useState(50);
  const [match, setMatch] = useState<CatalogMatch | null>(null);
  const [lists, setLists] = useState<readonly RecommendationList[]>(RecommendationList.options);
  return (
    <FormLayout>
      <Select
        label={text("form.action")}
        options={ACTIONS.map((value) => ({ value, label: text(`form.action.${value}`) }))}
        value={kind}
        onChange={(chosen) => {
          const action = ACTIONS.find((it) => it === chosen);
          if (!action) return;
          setKind(action);
          // Only a single product can be shown first.
          if (action === "pin" && match?.kind !== "product") setMatch(null);
        }}
      />
      {kind === "boost" && (
        <RangeSlider
          label={text("form.strength", { strength: format.rate(strength / 100, 0) })}
          min={5}
          max={100}
          step={5}
          value={strength}
          onChange={(value) => setStrength(Number(value))}
        />
      )}
      {match === null ? (
        <CatalogField
          label={text(kind === "pin" ? "form.product" : "form.products")}
          kinds={kind === "pin" ? ["product"] : ALL_KINDS}
          {...(kind !== "pin" && { helpText: text("form.productsHelp") })}
          onChoose={setMatch}
        />
      ) : (
        <Tag onRemove={() => setMatch(null)}>
          {common("catalog.option", {
            name: match.label,
            kind: common(`catalog.kind.${match.kind}`),
          })}
        </Tag>
      )}
      <ChoiceList
        allowMultiple
        title={text("form.lists")}
        choices={RecommendationList.options.map((value) => ({
          value,
          label: text(`list.${value}`),
        }))}
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
          {text("form.submit")}
        </Button>
        <Button onClick={onCancel}>{text("form.cancel")}</Button>
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
