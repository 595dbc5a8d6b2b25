import {
  BlockStack,
  Box,
  Button,
  Card,
  ChoiceList,
  InlineStack,
  Layout,
  Link,
  List,
  Page,
  Select,
  Text,
  TextField,
} from "@shopify/polaris";
import { useState } from "react";
import { TitledCard } from "~/components/titled-card";
import type { TriggerKind } from "~/flows/definition/trigger";
import { useText } from "~/i18n/text-provider";
import type { NewFlowPageData } from "~/pages/flows/new-flow-page.server";

/** All triggers, by what they are about. */
const GROUPS = {
  activity: [
    "order_paid",
    "order_delivered",
    "consent_given",
    "browse_idle",
    "cart_idle",
    "checkout_idle",
  ],
  segment: ["segment_joined", "segment_left"],
  date: ["anniversary"],
  prediction: ["order_expected", "lapsed", "unengaged", "top_customer"],
  product: ["back_in_stock", "price_drop", "low_stock", "replenishment_due"],
  other: ["shopify_flow", "custom_event"],
} as const satisfies Readonly<Record<string, readonly TriggerKind[]>>;
type Group = keyof typeof GROUPS;

interface NewFlowPageProps {
  page: NewFlowPageData;
  /** Whether the request had no segment of the shop, or no valid name of an event. */
  isIncomplete: boolean;
  isCreating: boolean;
  onCreate: (flow: {
    trigger: TriggerKind;
    segmentId: string;
    eventName: string;
    name: string;
  }) => void;
}

/** The merchant chooses the trigger of a new flow. */
export function NewFlowPage({ page, isIncomplete, isCreating, onCreate }: NewFlowPageProps) {
  const text = useText("flow-editor");
  const flows = useText("flows");
  const [trigger, setTrigger] = useState<TriggerKind>("order_paid");
  const [segmentId, setSegmentId] = useState("");
  const [eventName, setEventName] = useState("");
  const [typedName, setTypedName] = useState<string | null>(null);
  const name = typedName ?? text(`triggerKind.${trigger}`);
  const isOfSegment = trigger === "segment_joined" || trigger === "segment_left";
  const same = page.flows.filter((flow) => flow.trigger === trigger);
  return (
    <Page
      title={text("new.title")}
      subtitle={text("new.subtitle")}
      backAction={{ content: flows("title"), url: "/app/flows" }}
    >
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            {(Object.keys(GROUPS) as Group[]).map((group) => (
              <Card key={group}>
                <ChoiceList
                  title={
                    <Text as="span" variant="headingMd">
                      {text(`new.group.${group}`)}
                    </Text>
                  }
                  choices={GROUPS[group].map((value) => ({
                    value,
                    label: text(`triggerKind.${value}`),
                    helpText: flows(`description.${value}`),
                  }))}
                  selected={[trigger]}
                  onChange={([chosen]) => setTrigger(chosen as TriggerKind)}
                />
                {group === "prediction" && (
                  <Box paddingBlockStart="300">
                    <Text as="p" tone="subdued">
                      {text("new.otherPredictions")}
                    </Text>
                  </Box>
                )}
              </Card>
            ))}
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <TitledCard title={text("new.details")}>
            {isOfSegment && (
              <Select
                label={text("segment")}
                placeholder={text("segment.choose")}
                options={page.segments.map(({ segmentId: value, name: label }) => ({
                  value,
                  label,
                }))}
                value={segmentId}
                error={isIncomplete && segmentId === "" ? text("problem.segment") : false}
                helpText={page.segments.length === 0 ? text("new.noSegments") : undefined}
                onChange={setSegmentId}
              />
            )}
            {trigger === "custom_event" && (
              <TextField
                label={text("field.custom_event.eventName")}
                autoComplete="off"
                maxLength={64}
                value={eventName}
                error={isIncomplete ? text("problem.custom_name", { max: 64 }) : false}
                helpText={text("field.custom_event.eventName.help")}
                onChange={setEventName}
              />
            )}
            <TextField
              label={text("new.name")}
              autoComplete="off"
              maxLength={80}
              value={name}
              onChange={setTypedName}
            />
            {same.length > 0 && (
              <BlockStack gap="100">
                <Text as="p" tone="subdued">
                  {text("new.same", { count: same.length })}
                </Text>
                <List>
                  {same.map(({ flowId, name: other }) => (
                    <List.Item key={flowId}>
                      <Link url={`/app/flows/${encodeURIComponent(flowId)}`}>{other}</Link>
                    </List.Item>
                  ))}
                </List>
              </BlockStack>
            )}
            <Text as="p" tone="subdued">
              {text("new.next")}
            </Text>
            <InlineStack align="end">
              <Button
                variant="primary"
                loading={isCreating}
                disabled={name.trim() === ""}
                onClick={() => onCreate({ trigger, segmentId, eventName, name })}
              >
                {text("new.title")}
              </Button>
            </InlineStack>
          </TitledCard>
        </Layout.Section>
      </Layout>
    </Page>
  );
}
