import { Banner, BlockStack, Box, Card, Layout, Page, Text } from "@shopify/polaris";
import { ConsentBadge } from "~/components/customers/consent-badge";
import { DataRequestsBanner } from "~/components/customers/data-requests-banner";
import { KeyFigures } from "~/components/charts/figures";
import { formatCounted, formatCount, formatDay } from "~/components/formats";
import { ShareBars } from "~/components/charts/share-bars";
import { formatMoney } from "~/lib/money";
import type { EmailsCardRow } from "./load-cards.server";
import type { ProfilePrediction } from "~/predictions/profile-prediction";
import type { DataRequest } from "~/privacy/data-request-store.server";
import type { CustomerPageData as Customer } from "~/profiles/customer-page.server";
import type { CustomerProperty } from "~/profiles/customer-property-store.server";
import type { CustomerBrowsing } from "~/profiles/visitors/customer-browsing.server";
import type { CustomerPick } from "~/recommendations/customer-picks.server";
import type { SimilarCustomerCard } from "~/recommendations/similar-customers.server";
import { BrowsingCard } from "./browsing-card";
import { SimilarCustomersCard } from "./similar-customers-card";
import { EmailsCard, nameOf } from "./emails-card";
import { NotesCard } from "./notes-card";
import { PicksCard } from "./picks-card";
import { ScoresCard } from "./scores-card";
import { TimelineCard } from "./timeline-card";
import { CustomerReasonsCard, type WhyCardProps } from "./why-card";

interface CustomerPageProps {
  customer: Customer;
  emails: readonly EmailsCardRow[];
  picks: readonly CustomerPick[];
  similarCustomers: readonly SimilarCustomerCard[];
  prediction: ProfilePrediction | null;
  dataRequests: readonly DataRequest[];
  browsing: CustomerBrowsing;
  notes: readonly CustomerProperty[];
  flows: WhyCardProps["flows"];
  why: WhyCardProps["why"];
  onDownload: () => void;
  onSeparate: (visitorId: string) => void;
}

export function CustomerPage({
  customer,
  emails,
  picks,
  similarCustomers,
  prediction,
  browsing,
  notes,
  dataRequests,
  flows,
  why,
  onDownload,
  onSeparate,
}: CustomerPageProps) {
  const { customerId, name, place, consent, suppressions, timeZone, currency } = customer;
  return (
    <Page
      title={name ?? `Customer ${customerId}`}
      titleMetadata={<ConsentBadge state={consent.state} />}
      {...(place !== null && { subtitle: place })}
      backAction={{ content: "Customers", url: "/app/customers" }}
      secondaryActions={[{ content: "Download data", onAction: onDownload }]}
    >
      <Layout>
        {dataRequests.length > 0 && (
          <Layout.Section variant="fullWidth">
            <DataRequestsBanner requests={dataRequests} timeZone={timeZone} />
          </Layout.Section>
        )}
        {suppressions.length > 0 && (
          <Layout.Section variant="fullWidth">
            <Banner
              tone="warning"
              title={`No email goes to this address: ${suppressions.map(suppressionWords).join(", ")}`}
            />
          </Layout.Section>
        )}
        <Layout.Section>
          <BlockStack gap="400">
            <OrdersCard customer={customer} />
            <ScoresCard prediction={prediction} />
            <PicksCard picks={picks} currency={currency} />
            <SimilarCustomersCard
              customers={similarCustomers}
              hasOrdered={customer.orderCount > 0}
            />
            <BrowsingCard browsing={browsing} timeZone={timeZone} onSeparate={onSeparate} />
            <EmailsCard emails={emails} />
            <CustomerReasonsCard
              customerId={customerId}
              flows={flows}
              timeZone={timeZone}
              why={why}
            />
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <BlockStack gap="400">
            <ContactCard customer={customer} />
            <AffinitiesCard customer={customer} />
            {notes.length > 0 && (
              <NotesCard
                notes={notes}
                flowNames={new Map(flows.map(({ flowId, name }) => [flowId, name]))}
                timeZone={timeZone}
              />
            )}
            <TimelineCard
              items={customer.timeline}
              emailNames={new Map(emails.map((email) => [email.messageId, nameOf(email)]))}
              timeZone={timeZone}
            />
          </BlockStack>
        </Layout.Section>
      </Layout>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function OrdersCard({ customer }: { customer: Customer }) {
  const { currency, averageOrderMinor, daysSinceLastOrder, medianGapDays, firstOrderAt } = customer;
  const money = (minor: number) => formatMoney({ minor, currency });
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Orders
        </Text>
        <KeyFigures
          figures={[
            { label: "Orders", value: formatCount(customer.orderCount) },
            { label: "Net spend", value: money(customer.netSpendMinor) },
            {
              label: "Per order",
              value: averageOrderMinor === null ? "None" : money(averageOrderMinor),
            },
            {
              label: "Since the last",
              value:
                daysSinceLastOrder === null ? "None" : formatCounted(daysSinceLastOrder, "day"),
            },
            {
              label: "Usual gap",
              value:
                medianGapDays === null
                  ? "Not known"
                  : formatCounted(Math.round(medianGapDays), "day"),
              ...(medianGapDays === null && { note: "Needs two orders" }),
            },
          ]}
        />
        {firstOrderAt !== null && (
          <Text as="p" tone="subdued">
            {`Customer since ${formatDay(firstOrderAt, customer.timeZone)}.`}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}

function ContactCard({ customer: { email, consent, timeZone } }: { customer: Customer }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Contact
        </Text>
        <Text as="p" breakWord>
          {email ?? "No email address"}
        </Text>
        <Text as="p" tone="subdued">
          {consent.changedAt === null
            ? "No change of consent is known."
            : `Consent last changed on ${formatDay(consent.changedAt, timeZone)}.`}
        </Text>
      </BlockStack>
    </Card>
  );
}

function AffinitiesCard({ customer: { affinities } }: { customer: Customer }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          What they buy
        </Text>
        {affinities.length === 0 ? (
          <Text as="p" tone="subdued">
            Nothing yet.
          </Text>
        ) : (
          <ShareBars
            shares={affinities.map(({ productType, share }) => ({
              label: productType || "Without a type",
              share,
            }))}
          />
        )}
      </BlockStack>
    </Card>
  );
}

/** A suppression reason in two words. */
function suppressionWords(reason: string): string {
  switch (reason) {
    case "unsubscribe":
      return "unsubscribed";
    case "hard_bounce":
      return "email bounced";
    case "complaint":
      return "marked as spam";
    case "sunset":
      return "no interest for long";
    default:
      return "blocked by hand";
  }
}
