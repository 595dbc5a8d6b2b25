import { BlockStack, Card, Divider, Link, Text } from "@shopify/polaris";
import { MeasureName } from "~/components/charts/measure-name";
import { formatCounted, formatCalendarDay } from "~/components/formats";
import { GRADE_CERTAINTY, liftWords, revenueWords } from "~/components/lift-words";
import { MEASURES } from "~/feedback/measures";
import { daysIn } from "~/feedback/reports/report-range";
import type { Effect } from "~/feedback/reports/report-lift";
import type { Report } from "~/feedback/reports/report.server";

/** Lift: the share of revenue that would not exist without email. */
export function EffectCard({ report }: { report: Report }) {
  const { effect, currency, filter } = report;
  const lists = filter.group === "campaign" ? effect.sources.filter(isCampaign) : effect.sources;
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            How much of it is new
          </Text>
          <Text as="p">
            Credit says which email came before an order. Only people who were left alone at random
            show what would have happened without emails. {GRADE_CERTAINTY}
          </Text>
          <Text as="p" variant="bodySm" tone="subdued">
            {countedWords(effect)}
          </Text>
        </BlockStack>
        {effect.countedAt !== null && (
          <EffectWords name="All of these days" effect={effect} currency={currency} />
        )}
        {effect.countedAt !== null && effect.ofAllEmail !== null && (
          <EffectWords
            name="All email together, by those who are left out of it"
            effect={effect.ofAllEmail}
            currency={currency}
          />
        )}
        {lists.map((source) => (
          <BlockStack key={`${source.flowId}|${source.campaignId}`} gap="400">
            <Divider />
            <EffectWords
              name={<Link url={urlOf(source)}>{source.name}</Link>}
              note={formatCounted(source.people, "person", "people")}
              effect={source}
              currency={currency}
            />
          </BlockStack>
        ))}
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
      <Text as="p">{liftWords(effect.buyers)}</Text>
      {/* Without a comparison there is a single sentence. */}
      {hasComparison(effect) && (
        <Text as="p">
          <MeasureName measure={MEASURES.incrementalRevenue} />
          {`: ${revenueWords(effect.revenue, currency)}`}
        </Text>
      )}
      {note !== undefined && (
        <Text as="p" variant="bodySm" tone="subdued">
          {`${note} observed to the end`}
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

function countedWords({ countedAt, range }: Report["effect"]): string {
  if (countedAt === null) return "Not counted yet: the first count comes within a minute.";
  return daysIn(range) === 0
    ? "Nobody's days have passed yet: an order may still come after each of these emails."
    : `People whose first email came from ${formatCalendarDay(range.from)} to ${formatCalendarDay(range.to)}: after later ones an order may still come.`;
}
