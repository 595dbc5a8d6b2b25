import {
  Badge,
  BlockStack,
  Box,
  Button,
  Card,
  InlineGrid,
  InlineStack,
  Link,
  Page,
  Text,
} from "@shopify/polaris";
import { useState } from "react";
import { ErrorBanner } from "~/components/error-banner";
import { ConfirmPause } from "~/components/flows/confirm-pause";
import { IN_LINE_WITH_CARDS } from "~/components/in-line-with-cards";
import { EmptyMessage } from "~/components/lists/empty-message";
import { CountedAt } from "~/components/charts/counted-at";
import { KeyFigures } from "~/components/charts/figures";
import { EnteringBanner } from "~/components/flows/entering-banner";
import { describeFlow } from "~/components/flows/describe-flow";
import { useFlowProblem, type FlowProblem } from "~/components/flows/use-flow-problem";
import { FlowStatusBadge } from "~/components/flows/flow-status-badge";
import type { EnteringCustomers } from "~/pages/flows/count-entering.server";
import { SUMMARY_DAYS, type FlowList, type FlowSummary } from "~/pages/flows/flow-summary";
import { useFormat, useText } from "~/i18n/text-provider";

interface FlowsPageProps {
  list: FlowList;
  problem: FlowProblem | null;
  /** Who enters the flow that was just turned on; null: none was, or nobody enters at once. */
  entering: EnteringCustomers | null;
  /** The flow whose status is being changed, which is shown as if it were; null: none. */
  switching: { readonly flowId: string; readonly status: SwitchedStatus } | null;
  onSwitch: (flowId: string, status: SwitchedStatus) => void;
}

type SwitchedStatus = "live" | "paused";

export function FlowsPage({ list, problem, entering, switching, onSwitch }: FlowsPageProps) {
  const text = useText("flows");
  const [pausing, setPausing] = useState<FlowSummary | null>(null);
  const [hasUnsuited, setHasUnsuited] = useState(false);
  const error = useFlowProblem(problem);
  const unsuited = list.flows.filter(isUnsuited);
  const card = (flow: FlowSummary) => (
    <FlowCard
      key={flow.flowId}
      flow={flow}
      currency={list.currency}
      switchedTo={flow.flowId === switching?.flowId ? switching.status : null}
      onPause={() => setPausing(flow)}
      onTurnOn={() => onSwitch(flow.flowId, "live")}
    />
  );
  return (
    <Page
      title={text("title")}
      subtitle={text("subtitle")}
      primaryAction={{ content: text("create"), url: "/app/flows/new" }}
      secondaryActions={[{ content: text("calendar.title"), url: "/app/flows/calendar" }]}
    >
      <BlockStack gap="400">
        {error !== null && <ErrorBanner title={error} />}
        {entering && <EnteringBanner {...entering} />}
        {list.flows.length === 0 && <NoFlows />}
        <CountedAt at={list.countedAt} />
        {list.flows.filter((flow) => !isUnsuited(flow)).map(card)}
        {unsuited.length > 0 && (
          <Box paddingInline={IN_LINE_WITH_CARDS}>
            <Button
              variant="plain"
              disclosure={hasUnsuited ? "up" : "down"}
              ariaExpanded={hasUnsuited}
              onClick={() => setHasUnsuited(!hasUnsuited)}
            >
              {text("unsuited", { count: unsuited.length, industry: list.industry })}
            </Button>
          </Box>
        )}
        {hasUnsuited && unsuited.map(card)}
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

/** Drafts only: a flow that was ever turned on has results to see. */
const isUnsuited = ({ fit, status }: FlowSummary) => fit === "unsuited" && status === "draft";

interface FlowCardProps {
  flow: FlowSummary;
  currency: string;
  switchedTo: SwitchedStatus | null;
  onPause: () => void;
  onTurnOn: () => void;
}

function FlowCard({ flow, currency, switchedTo, onPause, onTurnOn }: FlowCardProps) {
  const text = useText("flows");
  const status = switchedTo ?? flow.status;
  const isLive = status === "live";
  return (
    <Card>
      <BlockStack gap="400">
        <InlineGrid columns="1fr auto" alignItems="start" gap="300">
          <BlockStack gap="100">
            <InlineStack align="start" gap="200" blockAlign="center">
              <Text as="h2" variant="headingMd">
                <Link url={`/app/flows/${flow.flowId}`} removeUnderline>
                  {flow.name}
                </Link>
              </Text>
              <FlowStatusBadge status={status} />
              {flow.fit === "recommended" && status === "draft" && (
                <Badge tone="info">{text("recommended")}</Badge>
              )}
            </InlineStack>
            <Text as="p" tone="subdued">
              {describeFlow(flow, text)}
            </Text>
          </BlockStack>
          {flow.status !== "archived" && (
            <Button
              accessibilityLabel={text(isLive ? "pauseFlow" : "turnOnFlow", { name: flow.name })}
              disabled={switchedTo !== null}
              onClick={isLive ? onPause : onTurnOn}
            >
              {text(isLive ? "pause" : "turnOn")}
            </Button>
          )}
        </InlineGrid>
        {flow.status !== "draft" && <Results flow={flow} currency={currency} />}
      </BlockStack>
    </Card>
  );
}

function Results({ flow, currency }: Pick<FlowCardProps, "flow" | "currency">) {
  const text = useText("flows");
  const format = useFormat();
  const values = { active: flow.active, days: SUMMARY_DAYS };
  const hasResults = flow.sent + flow.orders > 0;
  const summary = (
    <Text as="p" variant="bodySm" tone="subdued">
      {text(hasResults ? "summary" : "summary.none", values)}
    </Text>
  );
  if (!hasResults) return summary;
  return (
    <BlockStack gap="400">
      {summary}
      <KeyFigures
        figures={[
          { label: text("figure.sent"), value: format.count(flow.sent) },
          { label: text("figure.clicked"), value: format.count(flow.clicked) },
          { label: text("figure.orders"), value: format.count(flow.orders) },
          {
            label: text("figure.revenue"),
            value: format.money({ minor: flow.netMinor, currency }),
          },
        ]}
      />
    </BlockStack>
  );
}

function NoFlows() {
  const text = useText("flows");
  return (
    <Card>
      <EmptyMessage heading={text("empty.heading")} text={text("empty.text")} />
    </Card>
  );
}
