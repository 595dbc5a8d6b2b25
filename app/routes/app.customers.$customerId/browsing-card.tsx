import { BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { KeyFigures } from "~/components/charts/figures";
import { formatCounted, formatCount, formatDay } from "~/components/formats";
import type { CustomerBrowsing, JoinedBrowser } from "~/profiles/visitors/customer-browsing.server";

interface BrowsingCardProps {
  browsing: CustomerBrowsing;
  timeZone: string;
  /** Marks a browser as not this customer's. */
  onSeparate: (visitorId: string) => void;
}

/** The customer's browsing, and the browsers that it comes from. */
export function BrowsingCard({ browsing, timeZone, onSeparate }: BrowsingCardProps) {
  const { visits, visitDays, meanDwellSeconds, lastSeenAt, viewed, searches, browsers } = browsing;
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Visits
        </Text>
        {lastSeenAt === null ? (
          <Text as="p" tone="subdued">
            No visit is known. Visits are seen where the customer allows it, and where the browser
            has shown whose it is.
          </Text>
        ) : (
          <KeyFigures
            figures={[
              {
                label: "Visits",
                value: formatCount(visits),
                note: formatCounted(visitDays, "day"),
              },
              {
                label: "Time a visit",
                value: meanDwellSeconds ? minutesOf(meanDwellSeconds) : "Not known",
              },
              { label: "Last seen", value: formatDay(lastSeenAt, timeZone) },
            ]}
          />
        )}
        {viewed.length > 0 && (
          <BlockStack gap="100">
            <Text as="h3" variant="headingSm">
              Looked at last
            </Text>
            {viewed.map(({ productId, title, views, dwellSeconds }) => (
              <InlineStack key={productId} align="space-between" gap="400">
                <Text as="span">{title}</Text>
                <Text as="span" tone="subdued">
                  {[
                    formatCounted(views, "time"),
                    ...(dwellSeconds > 0 ? [minutesOf(dwellSeconds)] : []),
                  ].join(", ")}
                </Text>
              </InlineStack>
            ))}
          </BlockStack>
        )}
        {searches.length > 0 && <Text as="p">{`Searched for ${searches.join(", ")}.`}</Text>}
        {browsers.map((browser) => (
          <InlineStack
            key={browser.visitorId}
            align="space-between"
            blockAlign="center"
            gap="200"
            wrap={false}
          >
            <Text as="p" tone="subdued">
              {browserWords(browser, timeZone)}
            </Text>
            <Button variant="plain" onClick={() => onSeparate(browser.visitorId)}>
              Not this customer
            </Button>
          </InlineStack>
        ))}
      </BlockStack>
    </Card>
  );
}

function browserWords({ proofs, firstShownAt }: JoinedBrowser, timeZone: string): string {
  const ways = proofs.map((proof) => PROOF_WORDS[proof]).join(" and ");
  return `A browser known by ${ways} since ${formatDay(firstShownAt, timeZone)}`;
}

const PROOF_WORDS = {
  click: "an email’s link",
  checkout: "a checkout",
  login: "a login",
  sign_up: "a confirmed sign-up",
} as const;

function minutesOf(seconds: number): string {
  return seconds < 60 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
