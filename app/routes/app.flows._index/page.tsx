import { Banner, BlockStack, Button, Card, InlineStack, Link, Page, Text } from "@shopify/polaris";
import { useState } from "react";
import { ConfirmPause } from "~/components/flows/confirm-pause";
import { EmptyMessage } from "~/components/lists/empty-message";
import { KeyFigures } from "~/components/charts/figures";
import { FlowStatusBadge } from "~/components/flows/flow-status-badge";
import { formatCount } from "~/components/formats";
import { SUMMARY_DAYS, type FlowList, type FlowSummary } from "~/flows/flow-summary";
import { formatMoney } from "~/lib/money";

interface FlowsPageProps {
  list: FlowList;
  error: string | null;
  /** The flow whose status is being changed, if any. */
  switchingFlowId: string | null;
  onSwitch: (flowId: string, status: "live" | "paused") => void;
  /** Creates a flow to which Shopify Flow workflows add customers. */
  onStartAsked: () => void;
}

export function FlowsPage({
  list,
  error,
  switchingFlowId,
  onSwitch,
  onStartAsked,
}: FlowsPageProps) {
  const [pausing, setPausing] = useState<FlowSummary | null>(null);
  return (
    <Page
      title="Flows"
      subtitle="Each writes to a customer when there is a reason to"
      secondaryActions={[
        { content: "What is due", url: "/app/flows/calendar" },
        {
          content: "New flow for Shopify Flow",
          helpText: "Begins when a workflow of yours in Shopify Flow adds a customer",
          onAction: onStartAsked,
        },
      ]}
    >
      <BlockStack gap="400">
        {error !== null && <Banner tone="critical" title={error} />}
        {list.flows.length === 0 && <NoFlows />}
        {byStatus(list.flows).map((flow) => (
          <FlowCard
            key={flow.flowId}
            flow={flow}
            currency={list.currency}
            isSwitching={flow.flowId === switchingFlowId}
            onPause={() => setPausing(flow)}
            onTurnOn={() => onSwitch(flow.flowId, "live")}
          />
        ))}
      </BlockStack>
      <ConfirmPause
        flow={pausing}
        onClose={() => setPausing(null)}
        onConfirm={() => {
          if (pausing) onSwitch(pausing.flowId, "paused");
          setPausing(null);
        }}
      />
    </Page>
  );
}

/** Live flows first, drafts last. */
const byStatus = (flows: readonly FlowSummary[]) =>
  flows.toSorted((one, other) => ORDER.indexOf(one.status) - ORDER.indexOf(other.status));
const ORDER: readonly FlowSummary["status"][] = ["live", "paused", "draft", "archived"];

interface FlowCardProps {
  flow: FlowSummary;
  currency: string;
  isSwitching: boolean;
  onPause: () => void;
  onTurnOn: () => void;
}

function FlowCard({ flow, currency, isSwitching, onPause, onTurnOn }: FlowCardProps) {
  const isLive = flow.status === "live";
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="start" gap="300">
          <BlockStack gap="100">
            <InlineStack align="start" gap="200" blockAlign="center">
              <Text as="h2" variant="headingMd">
                <Link url={`/app/flows/${flow.flowId}`} removeUnderline>
                  {flow.name}
                </Link>
              </Text>
              <FlowStatusBadge status={flow.status} />
            </InlineStack>
            <Text as="p" tone="subdued">
              {flow.description}
            </Text>
          </BlockStack>
          {flow.status !== "archived" && (
            <Button
              accessibilityLabel={`${isLive ? "Pause" : "Turn on"} ${flow.name}`}
              loading={isSwitching}
              onClick={isLive ? onPause : onTurnOn}
            >
              {isLive ? "Pause" : "Turn on"}
            </Button>
          )}
        </InlineStack>
        {flow.status !== "draft" && <Results flow={flow} currency={currency} />}
      </BlockStack>
    </Card>
  );
}

function Results({ flow, currency }: Pick<FlowCardProps, "flow" | "currency">) {
  return (
    <BlockStack gap="400">
      <Text as="p" variant="bodySm" tone="subdued">
        {`${formatCount(flow.active)} in it now. In the last ${SUMMARY_DAYS} days:`}
      </Text>
      <KeyFigures
        figures={[
          { label: "Emails sent", value: formatCount(flow.sent) },
          { label: "Clicked", value: formatCount(flow.clicked) },
          { label: "Orders credited", value: formatCount(flow.orders) },
          { label: "Net revenue", value: formatMoney({ minor: flow.netMinor, currency }) },
        ]}
      />
    </BlockStack>
  );
}

function NoFlows() {
  return (
    <Card>
      <EmptyMessage
        heading="No flows yet"
        text="Flows appear here as soon as Kindred is installed in your store."
      />
    </Card>
  );
}
