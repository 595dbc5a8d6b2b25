import { Badge, BlockStack, Button, Divider, Link } from "@shopify/polaris";
import { Fragment, useState } from "react";
import { ErrorBanner } from "~/components/error-banner";
import { useRoundMoney } from "~/components/charts/use-round-money";
import { ActionRow } from "~/components/lists/action-row";
import { TitledCard } from "~/components/titled-card";
import { useText } from "~/i18n/text-provider";
import type { HomeSummary } from "~/pages/home/home-summary.server";
import type { FlowSwitch } from "./use-flow-switch";

type Suggestion = HomeSummary["suggestions"][number];

/** A flow brings its revenue every week, an email once: they are compared by what they bring in 30 days. */
const revenueIn30Days = ({ revenueMinorPerWeek }: Suggestion) => (revenueMinorPerWeek * 30) / 7;

interface NextActionsCardProps extends Pick<HomeSummary, "suggestions" | "lapsing" | "approvals"> {
  currency: string;
  flowSwitch: FlowSwitch;
  isOpeningLapsing: boolean;
  onEmailLapsing: () => void;
}

/** What waits for the merchant, then what would bring the most in the next 30 days: one click each, which can be undone. */
export function NextActionsCard(props: NextActionsCardProps) {
  const { suggestions, lapsing, approvals, currency, flowSwitch } = props;
  const text = useText("home");
  // A flow that was turned on here stays listed for its undo until the page is left.
  const [started, setStarted] = useState<readonly Suggestion[]>([]);
  const { flowId, isRefused } = flowSwitch;
  const refusedId = isRefused ? flowId : null;
  const isStarted = (it: Suggestion) =>
    it.flowId !== refusedId && started.some((other) => other.flowId === it.flowId);
  const open = suggestions.filter((it) => !isStarted(it));
  const flowRows = [...started.filter(isStarted), ...open].map((suggestion) => ({
    key: suggestion.flowId,
    value: revenueIn30Days(suggestion),
    row: (
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
    ),
  }));
  const lapsingRows =
    lapsing === null
      ? []
      : [
          {
            key: "lapsing",
            value: lapsing.revenueMinor,
            row: (
              <LapsingRow
                {...{ lapsing, currency }}
                isBusy={props.isOpeningLapsing}
                onEmail={props.onEmailLapsing}
              />
            ),
          },
        ];
  const ranked = [...flowRows, ...lapsingRows].sort((a, b) => b.value - a.value);
  const rows = [
    ...(approvals > 0 ? [{ key: "approvals", row: <ApprovalsRow approvals={approvals} /> }] : []),
    ...ranked,
  ];
  if (rows.length === 0) return null;
  return (
    <TitledCard title={text("next.title")} text={text("next.text")}>
      {rows.map(({ key, row }, position) => (
        <Fragment key={key}>
          {position > 0 && <Divider />}
          {row}
        </Fragment>
      ))}
    </TitledCard>
  );
}

function ApprovalsRow({ approvals }: { approvals: number }) {
  const text = useText("home");
  return (
    <ActionRow title={text("approvals.title")} about={text("approvals.text", { count: approvals })}>
      <Button url="/app/optimizations">{text("approvals.action")}</Button>
    </ActionRow>
  );
}

interface LapsingRowProps {
  lapsing: NonNullable<HomeSummary["lapsing"]>;
  currency: string;
  isBusy: boolean;
  onEmail: () => void;
}

/** Opens a draft, which sends nothing: deleting it is the undo. */
function LapsingRow({ lapsing, currency, isBusy, onEmail }: LapsingRowProps) {
  const { people, revenueMinor } = lapsing;
  const text = useText("home");
  const money = useRoundMoney(currency);
  return (
    <ActionRow
      title={text("lapsing.title")}
      about={text(revenueMinor > 0 ? "lapsing.text" : "lapsing.textReach", {
        people,
        amount: money(revenueMinor),
      })}
    >
      <Button loading={isBusy} onClick={onEmail}>
        {text("lapsing.action")}
      </Button>
    </ActionRow>
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
      <ActionRow
        title={
          <Link url={`/app/flows/${encodeURIComponent(flowId)}`} removeUnderline>
            {text("next.turnOnFlow", { name })}
          </Link>
        }
        about={text(revenueMinorPerWeek > 0 ? "next.flow" : "next.flowReach", {
          people: Math.max(1, Math.round(peoplePerWeek)),
          amount: money(revenueIn30Days(suggestion)),
        })}
      >
        {isOn && <Badge tone="success">{text("next.on")}</Badge>}
        <Button
          disabled={isBusy}
          accessibilityLabel={text(isOn ? "next.undoFlow" : "next.turnOnFlow", { name })}
          onClick={() => onSwitch(isOn ? "paused" : "live")}
        >
          {text(isOn ? "next.undo" : "next.turnOn")}
        </Button>
      </ActionRow>
      {isRefused && (
        <ErrorBanner>
          <p>{text("next.refused")}</p>
        </ErrorBanner>
      )}
    </BlockStack>
  );
}
