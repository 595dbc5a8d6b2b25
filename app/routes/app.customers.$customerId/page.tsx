import { Banner, BlockStack, Box, Layout, Page } from "@shopify/polaris";
import { ConsentBadge } from "~/components/customers/consent-badge";
import { DataRequestsBanner } from "~/components/customers/data-requests-banner";
import { PageTabs } from "~/components/lists/page-tabs";
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
import type { NotesCardProps } from "./notes-card";
import { OverviewTab } from "./overview-tab";
import { ScoresCard } from "./scores-card";
import { TimelineCard } from "./timeline-card";
import { CustomerReasonsCard } from "./why-card";

/** The parts of the page, by what a merchant looks for. */
export const CUSTOMER_TABS = ["overview", "emails", "predictions", "activity"] as const;
export type CustomerTab = (typeof CUSTOMER_TABS)[number];

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
  tab: CustomerTab;
  onTab: (tab: CustomerTab) => void;
  onDownload: () => void;
  onSeparate: (visitorId: string) => void;
}

export function CustomerPage(props: CustomerPageProps) {
  const { customer, emails, dataRequests, tab, onTab, onDownload } = props;
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
        <Layout.Section variant="fullWidth">
          <PageTabs
            tabs={CUSTOMER_TABS.map((id) => ({ id, title: text(`tab.${id}`) }))}
            open={tab}
            onOpen={onTab}
          >
            {tab === "overview" && (
              <OverviewTab {...props} onPredictions={() => onTab("predictions")} />
            )}
            {tab === "emails" && (
              <BlockStack gap="400">
                <CustomerReasonsCard reasons={props.reasons} />
                <EmailsCard emails={emails} />
              </BlockStack>
            )}
            {tab === "predictions" && (
              <Layout>
                <Layout.Section>
                  <ScoresCard prediction={props.prediction} />
                </Layout.Section>
                <Layout.Section variant="oneThird">
                  <SimilarCustomersCard
                    customers={props.similarCustomers}
                    hasOrdered={customer.orderCount > 0}
                  />
                </Layout.Section>
              </Layout>
            )}
            {tab === "activity" && (
              <Layout>
                <Layout.Section>
                  <TimelineCard
                    items={customer.timeline}
                    emailNames={
                      new Map(emails.map((email) => [email.messageId, nameEmail(email, text)]))
                    }
                  />
                </Layout.Section>
                <Layout.Section variant="oneThird">
                  <BrowsingCard browsing={props.browsing} onSeparate={props.onSeparate} />
                </Layout.Section>
              </Layout>
            )}
          </PageTabs>
        </Layout.Section>
      </Layout>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}
