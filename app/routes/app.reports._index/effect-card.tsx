import { BlockStack, Card, Divider, Link, Text } from "@shopify/polaris";
import { BuyersLift, LiftCertainty, RevenueLiftText } from "~/components/charts/lift-text";
import { daysIn } from "~/feedback/reports/report-range";
import type { Effect } from "~/feedback/reports/report-lift";
import type { Report } from "~/feedback/reports/report.server";
import { writeRowLabel } from "~/feedback/reports/row-label";
import { useFormat, useText } from "~/i18n/text-provider";

/** Lift: the share of revenue that would not exist without email. */
export function EffectCard({ report }: { report: Report }) {
  const { effect, currency, filter } = report;
  const text = useText("reports");
  const measures = useText("measures");
  const sources = filter.group === "campaign" ? effect.sources.filter(isCampaign) : effect.sources;
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            {text("effect.title")}
          </Text>
          <Text as="p">{text("effect.text")}</Text>
          <CountedDays effect={effect} />
        </BlockStack>
        {effect.countedAt !== null && (
          <EffectWords name={text("effect.all")} effect={effect} currency={currency} />
        )}
        {effect.countedAt !== null && effect.ofAllEmail !== null && (
          <EffectWords
            name={text("effect.allEmail")}
            effect={effect.ofAllEmail}
            currency={currency}
          />
        )}
        {sources.map((source) => (
          <BlockStack key={`${source.flowId}|${source.campaignId}`} gap="400">
            <Divider />
            <EffectWords
              name={<Link url={urlOf(source)}>{writeRowLabel(source.name, measures)}</Link>}
              note={measures("lift.observed", { people: source.people })}
              effect={source}
              currency={currency}
            />
          </BlockStack>
        ))}
        <LiftCertainty />
      </BlockStack>
    </Card>
  );
}

interface EffectWordsProps {
  name: React.ReactNode;
  note?: string;
  effect: Effect;
  currency: string;
}

function EffectWords({ name, note, effect, currency }: EffectWordsProps) {
  return (
    <BlockStack gap="100">
      <Text as="h3" variant="headingSm">
        {name}
      </Text>
      <BuyersLift lift={effect.buyers} />
      {/* Without a comparison there is a single sentence. */}
      {hasComparison(effect) && <RevenueLiftText lift={effect.revenue} currency={currency} />}
      {note !== undefined && (
        <Text as="p" variant="bodySm" tone="subdued">
          {note}
        </Text>
      )}
    </BlockStack>
  );
}

const hasComparison = ({ buyers }: Effect) =>
  buyers.kind === "measured" || buyers.kind === "not_enough_data";

type Source = Report["effect"]["sources"][number];

const isCampaign = ({ campaignId }: Source) => campaignId !== "";

const urlOf = ({ flowId, campaignId }: Source) =>
  campaignId === "" ? `/app/flows/${flowId}` : `/app/campaigns/${campaignId}`;

function CountedDays({ effect: { countedAt, range } }: Pick<Report, "effect">) {
  const text = useText("reports");
  const measures = useText("measures");
  const format = useFormat();
  return (
    <Text as="p" variant="bodySm" tone="subdued">
      {countedAt === null
        ? measures("lift.notCounted")
        : daysIn(range) === 0
          ? text("effect.pending")
          : text("effect.range", {
              from: format.calendarDay(range.from),
              to: format.calendarDay(range.to),
            })}
    </Text>
  );
}
