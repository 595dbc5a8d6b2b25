import { BlockStack, Button, InlineStack, Layout, Text } from "@shopify/polaris";
import { KeyFigures } from "~/components/charts/figures";
import { ShareBars } from "~/components/charts/share-bars";
import { TitledCard } from "~/components/titled-card";
import { useFormat, useText } from "~/i18n/text-provider";
import type { CustomerPageData } from "~/pages/customers/customer-page.server";
import type { CustomerPick } from "~/pages/customers/customer-picks.server";
import type { ProfilePrediction } from "~/pages/customers/profile-prediction";
import type { Predicted } from "~/predictions/predicted-values";
import type { CustomerNote } from "~/profiles/customer-note-store.server";
import type { CustomerProperty } from "~/profiles/customer-property-store.server";
import { formatRange, formatScore } from "./format-score";
import { NotesCard, type NotesCardProps } from "./notes-card";
import { PicksCard } from "./picks-card";
import { PropertiesCard } from "./properties-card";

interface OverviewTabProps {
  customer: CustomerPageData;
  prediction: ProfilePrediction | null;
  picks: readonly CustomerPick[];
  properties: readonly CustomerProperty[];
  flows: readonly { readonly flowId: string; readonly name: string }[];
  notes: readonly CustomerNote[];
  noting: Omit<NotesCardProps, "notes">;
  onPredictions: () => void;
}

/** Who the customer is, and what they will want next. */
export function OverviewTab({
  customer,
  prediction,
  picks,
  properties,
  flows,
  notes,
  noting,
  onPredictions,
}: OverviewTabProps) {
  return (
    <Layout>
      <Layout.Section>
        <BlockStack gap="400">
          <OrdersCard customer={customer} />
          <NextCard prediction={prediction} onPredictions={onPredictions} />
          <PicksCard picks={picks} currency={customer.currency} />
        </BlockStack>
      </Layout.Section>
      <Layout.Section variant="oneThird">
        <BlockStack gap="400">
          <ContactCard customer={customer} />
          <NotesCard notes={notes} {...noting} />
          <AffinitiesCard customer={customer} />
          {properties.length > 0 && (
            <PropertiesCard
              properties={properties}
              flowNames={new Map(flows.map(({ flowId, name }) => [flowId, name]))}
            />
          )}
        </BlockStack>
      </Layout.Section>
    </Layout>
  );
}

/** What the overview says of the predictions, if known. */
const HEADLINES = ["next_order_days", "buy_30", "value"] as const satisfies readonly Predicted[];

interface NextCardProps {
  prediction: ProfilePrediction | null;
  onPredictions: () => void;
}

/** The most important predictions; all of them, with reasons, are in their own tab. */
function NextCard({ prediction, onPredictions }: NextCardProps) {
  const text = useText("customers");
  const learning = useText("learning");
  const format = useFormat();
  if (prediction === null) return null;
  const figures = HEADLINES.flatMap((predicted) => {
    const score = prediction.scores.find((it) => it.predicted === predicted);
    if (!score || score.value === null) return [];
    const { unit, value, range } = score;
    const words = (it: number) => formatScore(unit, it, prediction.currency, format);
    const note = formatRange(range, words, text);
    return [{ label: text(`next.${predicted}`), value: words(value), ...(note && { note }) }];
  });
  return (
    <TitledCard title={text("next.title")}>
      <KeyFigures
        figures={[
          { label: text("scores.group"), value: learning(`group.${prediction.group.key}`) },
          ...figures,
        ]}
      />
      <InlineStack>
        <Button variant="plain" onClick={onPredictions}>
          {text("next.all")}
        </Button>
      </InlineStack>
    </TitledCard>
  );
}

function OrdersCard({ customer }: { customer: CustomerPageData }) {
  const { currency, averageOrderMinor, daysSinceLastOrder, medianGapDays, firstOrderAt } = customer;
  const { discountHabit } = customer;
  const text = useText("customers");
  const format = useFormat();
  const money = (minor: number) => format.money({ minor, currency });
  const none = text("orders.none");
  return (
    <TitledCard title={text("orders.title")}>
      <KeyFigures
        figures={[
          { label: text("orders.count"), value: format.count(customer.orderCount) },
          { label: text("orders.netSpend"), value: money(customer.netSpendMinor) },
          {
            label: text("orders.average"),
            value: averageOrderMinor === null ? none : money(averageOrderMinor),
          },
          {
            label: text("orders.sinceLast"),
            value: daysSinceLastOrder === null ? none : format.days(daysSinceLastOrder),
          },
          {
            label: text("orders.usualGap"),
            ...(medianGapDays === null
              ? { value: none, note: text("orders.usualGapMissing") }
              : { value: format.days(Math.round(medianGapDays)) }),
          },
        ]}
      />
      {firstOrderAt !== null && (
        <Text as="p" tone="subdued">
          {text("orders.since", { day: format.day(firstOrderAt) })}
        </Text>
      )}
      {discountHabit !== null && (
        <Text as="p">
          {text("orders.discountHabit", {
            ...discountHabit,
            expected: format.rate(discountHabit.expectedShare, 0),
            // "About <1%" would say neither.
            size: discountHabit.expectedShare < 0.005 ? "tiny" : "other",
          })}
        </Text>
      )}
      {customer.waitsForDiscounts && <Text as="p">{text("orders.waitsForDiscounts")}</Text>}
    </TitledCard>
  );
}

function ContactCard({ customer: { email, consent } }: { customer: CustomerPageData }) {
  const text = useText("customers");
  const format = useFormat();
  return (
    <TitledCard title={text("contact.title")} gap="300">
      <Text as="p" breakWord>
        {email ?? text("contact.noEmail")}
      </Text>
      <Text as="p" tone="subdued">
        {consent.changedAt === null
          ? text("contact.consentUnchanged")
          : text("contact.consentChanged", { day: format.day(consent.changedAt) })}
      </Text>
    </TitledCard>
  );
}

function AffinitiesCard({ customer: { affinities } }: { customer: CustomerPageData }) {
  const text = useText("customers");
  return (
    <TitledCard title={text("affinities.title")} gap="300">
      {affinities.length === 0 ? (
        <Text as="p" tone="subdued">
          {text("affinities.none")}
        </Text>
      ) : (
        <ShareBars
          shares={affinities.map(({ productType, share }) => ({
            label: productType || text("affinities.untyped"),
            share,
          }))}
        />
      )}
    </TitledCard>
  );
}
