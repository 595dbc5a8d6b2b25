import { BlockStack, Button, Divider, InlineStack } from "@shopify/polaris";
import { useFlowWords } from "~/components/flows/flow-words";
import { conditionWords } from "~/components/flows/rule-words";
import type { FlowEdit } from "~/flows/editing/edit-flow";
import type { FlowPageData } from "~/pages/flows/flow-page.server";
import type { FlowFieldErrors } from "../describe-problems";
import { CONDITION_KINDS, FlowConditionFields } from "./condition-fields";

/** Known before a customer enters. Segments have a field of their own. */
const ENTRY_KINDS = CONDITION_KINDS.filter(
  (kind) => !["has_clicked", "in_segment", "is_high_priced", "sold_out"].includes(kind),
);
const MAX_CONDITIONS = 9;

interface EntryConditionsProps {
  flow: FlowPageData;
  draft: FlowEdit;
  problems: FlowFieldErrors;
  onChange: (draft: FlowEdit) => void;
}

/** The conditions on those who enter the flow, all required. */
export function EntryConditions({ flow, draft, problems, onChange }: EntryConditionsProps) {
  const words = useFlowWords(flow.names);
  const { text } = words;
  const { conditions } = draft;
  const set = (changed: FlowEdit["conditions"]) => onChange({ ...draft, conditions: changed });
  return (
    <BlockStack gap="300">
      {conditions.map(({ saved, condition }, i) => {
        const kept = saved === null ? undefined : flow.definition.filter[saved];
        return (
          <BlockStack key={`${saved} ${i} ${condition.kind}`} gap="200">
            <FlowConditionFields
              condition={condition}
              kinds={ENTRY_KINDS}
              isSavedOffered={condition.kind === "kept"}
              savedLabel={kept ? conditionWords(kept, words) : ""}
              segments={flow.names.segments}
              currency={flow.currency}
              problem={problems[`conditions.${i}`]}
              onChange={(changed) =>
                set(conditions.map((it, at) => (at === i ? { ...it, condition: changed } : it)))
              }
            />
            <InlineStack align="end">
              <Button
                variant="plain"
                tone="critical"
                accessibilityLabel={text("audience.remove", { number: i + 1 })}
                onClick={() => set(conditions.filter((_, at) => at !== i))}
              >
                {text("step.remove")}
              </Button>
            </InlineStack>
            <Divider />
          </BlockStack>
        );
      })}
      {conditions.length < MAX_CONDITIONS && (
        <InlineStack align="start">
          <Button
            onClick={() =>
              set([
                ...conditions,
                { saved: null, condition: { kind: "total_at_least", minMinor: 0 } },
              ])
            }
          >
            {text("audience.add")}
          </Button>
        </InlineStack>
      )}
    </BlockStack>
  );
}
