import {
  BlockStack,
  Button,
  Card,
  InlineStack,
  List,
  Select,
  SkeletonBodyText,
  Text,
} from "@shopify/polaris";
import { Suspense, useState } from "react";
import { useFlowWords } from "~/components/flows/flow-words";
import { conditionWords } from "~/components/flows/rule-words";
import { getAudienceSegmentId } from "~/flows/definition/audience";
import { listGoals } from "~/flows/definition/goal";
import type { FlowPageData } from "~/pages/flows/flow-page.server";
import type { FlowEdit } from "~/flows/editing/edit-flow";
import type { FlowFieldErrors } from "./describe-problems";
import { LaterEntryConditions } from "./later-parts";

interface FlowCardProps {
  flow: FlowPageData;
  draft: FlowEdit;
  problems: FlowFieldErrors;
  onChange: (draft: FlowEdit) => void;
}

/** Audience and goal of the flow. */
export function AudienceCard({ flow, draft, problems, onChange }: FlowCardProps) {
  const { definition, names } = flow;
  const words = useFlowWords(names);
  const { text } = words;
  const { filter, goal } = definition;
  const others = filter.filter((condition) => getAudienceSegmentId([condition]) === null);
  const [isEditing, setIsEditing] = useState(false);
  const segments = Object.entries(names.segments).map(([value, label]) => ({ value, label }));
  const goals = [...new Set([...listGoals(draft.trigger.kind), ...(goal === null ? [] : [goal])])];
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            {text("audience.title")}
          </Text>
          {!isEditing && others.length > 0 && (
            <List>
              {others.map((condition, n) => (
                <List.Item key={n}>{conditionWords(condition, words)}</List.Item>
              ))}
            </List>
          )}
          <Text as="p" variant="bodySm" tone="subdued">
            {text("audience.text")}
          </Text>
        </BlockStack>
        {isEditing ? (
          <Suspense fallback={<SkeletonBodyText />}>
            <LaterEntryConditions {...{ flow, draft, problems, onChange }} />
          </Suspense>
        ) : (
          <InlineStack align="start">
            <Button onClick={() => setIsEditing(true)}>{text("audience.edit")}</Button>
          </InlineStack>
        )}
        <Select
          label={text("audience.segment")}
          options={[{ value: "", label: text("audience.all") }, ...segments]}
          value={draft.segmentId}
          error={problems.filter ?? false}
          helpText={segments.length === 0 ? text("audience.noSegments") : undefined}
          onChange={(segmentId) => onChange({ ...draft, segmentId })}
        />
        <Select
          label={text("goal")}
          options={[
            { value: "", label: text("goal.none") },
            ...goals.map((value) => ({ value, label: text(`exit.${value}`) })),
          ]}
          value={draft.goal}
          error={problems.goal ?? false}
          helpText={text("goal.help")}
          onChange={(chosen) => onChange({ ...draft, goal: chosen })}
        />
      </BlockStack>
    </Card>
  );
}
