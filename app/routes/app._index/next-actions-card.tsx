import {
  Badge,
  Banner,
  BlockStack,
  Button,
  Divider,
  InlineStack,
  Link,
  Text,
} from "@shopify/polaris";
import { Fragment, useState } from "react";
import { useRoundMoney } from "~/components/charts/use-round-money";
import { TitledCard } from "~/components/titled-card";
import { useText } from "~/i18n/text-provider";
import type { HomeSummary } from "~/pages/home/home-summary.server";
import type { FlowSwitch } from "./use-flow-switch";

type Suggestion = HomeSummary["suggestions"][number];

interface NextActionsCardProps {
  suggestions: readonly Suggestion[];
  currency: string;
  flowSwitch: FlowSwitch;
}

/** The flows that would bring the most, each turned on by one click, with its undo. */
export function NextActionsCard({ suggestions, currency, flowSwitch }: NextActionsCardProps) {
  const text = useText("home");
  // A flow that was turned on here stays listed for its undo until the page is left.
  const [started, setStarted] = useState<readonly Suggestion[]>([]);
  const { flowId, isRefused } = flowSwitch;
  const refusedId = isRefused ? flowId : null;
  const isStarted = (it: Suggestion) =>
    it.flowId !== refusedId && started.some((other) => other.flowId === it.flowId);
  const open = suggestions.filter((it) => !isStarted(it));
  const shown = [...started.filter(isStarted), ...open];
  if (shown.length === 0) return null;
  return (
    <TitledCard title={text("next.title")} text={text("next.text")}>
      {shown.map((suggestion, position) => (
        <Fragment key={suggestion.flowId}>
          {position > 0 && <Divider />}
          <SuggestionRow
            {...{ suggestion, currency }}
            isOn={isStarted(suggestion)}
            isBusy={flowSwitch.isBusy && flowId === suggestion.flowId}
            isRefused={refusedId === suggestion.flowId}
            onSwitch={(status) => {
              const others = started.filter((it) => it.flowId !== suggestion.flowId);
              setStarted(status === "live" ? [...others, suggestion] : others);
              flowSwitch.onSwitch(suggestion.flowId, status);
            }}
          />
        </Fragment>
      ))}
    </TitledCard>
  );
}

interface SuggestionRowProps {
  suggestion: Suggestion;
  currency: string;
  isOn: boolean;
  isBusy: boolean;
  isRefused: boolean;
  onSwitch: (status: "live" | "paused") => void;
}

function SuggestionRow(props: SuggestionRowProps) {
  const { suggestion, currency, isOn, isBusy, isRefused, onSwitch } = props;
  const { flowId, name, peoplePerWeek, revenueMinorPerWeek } = suggestion;
  const text = useText("home");
  const money = useRoundMoney(currency);
  return (
    <BlockStack gap="200">
      <InlineStack align="space-between" blockAlign="center" gap="300">
        <BlockStack gap="050">
          <Text as="h3" variant="headingSm">
            <Link url={`/app/flows/${encodeURIComponent(flowId)}`} removeUnderline>
              {name}
            </Link>
          </Text>
          <Text as="p">
            {text(revenueMinorPerWeek > 0 ? "next.flow" : "next.flowReach", {
              people: Math.max(1, Math.round(peoplePerWeek)),
              amount: money(revenueMinorPerWeek),
            })}
          </Text>
        </BlockStack>
        <InlineStack gap="200" blockAlign="center" wrap={false}>
          {isOn && <Badge tone="success">{text("next.on")}</Badge>}
          <Button
            loading={isBusy}
            accessibilityLabel={text(isOn ? "next.undoFlow" : "next.turnOnFlow", { name })}
            onClick={() => onSwitch(isOn ? "paused" : "live")}
          >
            {text(isOn ? "next.undo" : "next.turnOn")}
          </Button>
        </InlineStack>
      </InlineStack>
      {isRefused && (
        <Banner tone="critical">
          <p>{text("next.refused")}</p>
        </Banner>
      )}
    </BlockStack>
  );
}
