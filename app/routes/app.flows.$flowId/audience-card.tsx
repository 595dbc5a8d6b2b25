import { BlockStack, Card, List, Select, Text } from "@shopify/polaris";
import { conditionWords, exitRuleWords, capitalizeFirst } from "~/components/flows/rule-words";
import { useRuleWords } from "~/components/segments/use-rule-words";
import { getAudienceSegmentId } from "~/flows/definition/audience";
import { listGoals } from "~/flows/definition/goal";
import type { FlowPageData } from "~/flows/flow-page.server";
import type { FlowEdit, FlowEditProblems } from "~/messages/editing/edit-flow";

interface FlowCardProps {
  flow: FlowPageData;
  draft: FlowEdit;
  problems: FlowEditProblems;
  onChange: (draft: FlowEdit) => void;
}

/** Audience and goal of the flow. */
export function AudienceCard({ flow, draft, problems, onChange }: FlowCardProps) {
  const { definition, names } = flow;
  const words = useRuleWords(names);
  const { filter, goal } = definition;
  const others = filter.filter((condition) => getAudienceSegmentId([condition]) === null);
  const segments = Object.entries(names.segments).map(([value, label]) => ({ value, label }));
  const goals = [...new Set([...listGoals(draft.trigger.kind), ...(goal === null ? [] : [goal])])];
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            Who it is for
          </Text>
          {others.length > 0 && (
            <List>
              {others.map((condition, n) => (
                <List.Item key={n}>{capitalizeFirst(conditionWords(condition, words))}</List.Item>
              ))}
            </List>
          )}
          <Text as="p" variant="bodySm" tone="subdued">
            Asked when somebody enters, and again before each email leaves.
          </Text>
        </BlockStack>
        <Select
          label="Only members of"
          options={[{ value: "", label: "Everybody" }, ...segments]}
          value={draft.segmentId}
          error={problems.filter ?? false}
          helpText={
            segments.length === 0 ? "Make a segment first, and it can be chosen here." : undefined
          }
          onChange={(segmentId) => onChange({ ...draft, segmentId })}
        />
        <Select
          label="Goal"
          options={[
            { value: "", label: "Nothing in particular" },
            ...goals.map((value) => ({ value, label: capitalizeFirst(exitRuleWords(value)) })),
          ]}
          value={draft.goal}
          error={problems.goal ?? false}
          helpText="Whoever reaches it leaves the flow, and is counted below as “The flow has reached its goal”."
          onChange={(chosen) => onChange({ ...draft, goal: chosen })}
        />
      </BlockStack>
    </Card>
  );
}
