import { Banner, BlockStack, Box, Layout, Page, Text } from "@shopify/polaris";
import { ConsentBadge } from "~/components/customers/consent-badge";
import { DataRequestsBanner } from "~/components/customers/data-requests-banner";
import { KeyFigures } from "~/components/charts/figures";
import { ShareBars } from "~/components/charts/share-bars";
import { TitledCard } from "~/components/titled-card";
import { useFormat, useText } from "~/i18n/text-provider";
import type { EmailsCardRow } from "~/pages/customers/customer-cards.server";
import type { CustomerReason } from "~/pages/customers/explain-customer.server";
import type { ProfilePrediction } from "~/pages/customers/profile-prediction";
import type { DataRequest } from "~/profiles/data-requests/data-request-store.server";
import type { CustomerPageData as Customer } from "~/pages/customers/customer-page.server";
import type { CustomerNote } from "~/profiles/customer-note-store.server";
import type { CustomerProperty } from "~/profiles/customer-property-store.server";
import type { CustomerBrowsing } from "~/pages/customers/customer-browsing.server";
import type { CustomerPick } from "~/pages/customers/customer-picks.server";
import type { SimilarCustomerCard } from "~/pages/customers/similar-customers.server";
import { BrowsingCard } from "./browsing-card";
import { SimilarCustomersCard } from "./similar-customers-card";
import { EmailsCard } from "./emails-card";
import { nameEmail } from "./name-email";
import { NotesCard, type NotesCardProps } from "./notes-card";
import { PropertiesCard } from "./properties-card";
import { PicksCard } from "./picks-card";
import { ScoresCard } from "./scores-card";
import { TimelineCard } from "./timeline-card";
import { CustomerReasonsCard } from "./why-card";

interface CustomerPageProps {
  customer: Customer;
  emails: readonly EmailsCardRow[];
  picks: readonly CustomerPick[];
  similarCustomers: readonly SimilarCustomerCard[];
  prediction: ProfilePrediction | null;
  dataRequests: readonly DataRequest[];
  browsing: CustomerBrowsing;
  properties: readonly CustomerProperty[];
  flows: readonly { readonly flowId: string; readonly name: string }[];
  reasons: readonly CustomerReason[];
  notes: readonly CustomerNote[];
  noting: Omit<NotesCardProps, "notes">;
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
  properties,
  dataRequests,
  flows,
  reasons,
  notes,
  noting,
  onDownload,
  onSeparate,
}: CustomerPageProps) {
  const { customerId, name, city, countryCode, consent, suppressions } = customer;
  const text = useText("customers");
  const common = useText("common");
  const format = useFormat();
  const place = [city, countryCode && format.country(countryCode)].filter(Boolean).join(", ");
  return (
    <Page
      title={name ?? common("customer.unnamed", { customerId })}
      titleMetadata={<ConsentBadge state={consent.state} />}
      {...(place !== "" && { subtitle: place })}
      backAction={{ content: text("list.title"), url: "/app/customers" }}
      secondaryActions={[{ content: text("download"), onAction: onDownload }]}
    >
      <Layout>
        {dataRequests.length > 0 && (
          <Layout.Section variant="fullWidth">
            <DataRequestsBanner requests={dataRequests} />
          </Layout.Section>
        )}
        {suppressions.length > 0 && (
          <Layout.Section variant="fullWidth">
            <Banner
              tone="warning"
              title={text("suppressed", {
                reasons: format.list(suppressions.map((it) => text(`suppression.${it}`))),
              })}
            />
          </Layout.Section>
        )}
        <Layout.Section>
          <BlockStack gap="400">
            <CustomerReasonsCard reasons={reasons} />
            <OrdersCard customer={customer} />
            <ScoresCard prediction={prediction} />
            <PicksCard picks={picks} currency={customer.currency} />
            <SimilarCustomersCard
              customers={similarCustomers}
              hasOrdered={customer.orderCount > 0}
            />
            <BrowsingCard browsing={browsing} onSeparate={onSeparate} />
            <EmailsCard emails={emails} />
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
            <TimelineCard
              items={customer.timeline}
              emailNames={new Map(emails.map((email) => [email.messageId, nameEmail(email, text)]))}
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
          })}
        </Text>
      )}
      {customer.waitsForDiscounts && <Text as="p">{text("orders.waitsForDiscounts")}</Text>}
    </TitledCard>
  );
}

function ContactCard({ customer: { email, consent } }: { customer: Customer }) {
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

function AffinitiesCard({ customer: { affinities } }: { customer: Customer }) {
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
