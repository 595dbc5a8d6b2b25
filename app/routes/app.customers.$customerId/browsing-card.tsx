import { BlockStack, Button, InlineStack, Text } from "@shopify/polaris";
import { KeyFigures } from "~/components/charts/figures";
import { TitledCard } from "~/components/titled-card";
import type { Text as TextOf } from "~/i18n/create-text";
import { useFormat, useText } from "~/i18n/text-provider";
import type { CustomerBrowsing } from "~/pages/customers/customer-browsing.server";

interface BrowsingCardProps {
  browsing: CustomerBrowsing;
  /** Marks a browser as not this customer's. */
  onSeparate: (visitorId: string) => void;
}

/** The customer's browsing, and the browsers that it comes from. */
export function BrowsingCard({ browsing, onSeparate }: BrowsingCardProps) {
  const { visits, visitDays, meanDwellSeconds, lastSeenAt, viewed, searches, browsers } = browsing;
  const text = useText("customers");
  const format = useFormat();
  return (
    <TitledCard title={text("visits.title")}>
      {lastSeenAt === null ? (
        <Text as="p" tone="subdued">
          {text("visits.none")}
        </Text>
      ) : (
        <KeyFigures
          figures={[
            {
              label: text("visits.count"),
              value: format.count(visits),
              note: text("visits.days", { count: visitDays }),
            },
            {
              label: text("visits.duration"),
              value: meanDwellSeconds
                ? durationOf(meanDwellSeconds, text)
                : text("visits.durationUnknown"),
            },
            { label: text("visits.lastSeen"), value: format.day(lastSeenAt) },
          ]}
        />
      )}
      {viewed.length > 0 && (
        <BlockStack gap="100">
          <Text as="h3" variant="headingSm">
            {text("visits.viewed")}
          </Text>
          {viewed.map(({ productId, title, views, dwellSeconds }) => (
            <InlineStack key={productId} align="space-between" gap="400">
              <Text as="span">{title}</Text>
              <Text as="span" tone="subdued">
                {dwellSeconds > 0
                  ? text("visits.viewsFor", {
                      count: views,
                      duration: durationOf(dwellSeconds, text),
                    })
                  : text("visits.views", { count: views })}
              </Text>
            </InlineStack>
          ))}
        </BlockStack>
      )}
      {searches.length > 0 && (
        <Text as="p">{text("visits.searches", { queries: format.list(searches) })}</Text>
      )}
      {browsers.map(({ visitorId, proofs, firstShownAt }) => (
        <InlineStack
          key={visitorId}
          align="space-between"
          blockAlign="center"
          gap="200"
          wrap={false}
        >
          <Text as="p" tone="subdued">
            {text("visits.browser", {
              proofs: format.list(proofs.map((proof) => text(`visits.proof.${proof}`))),
              day: format.day(firstShownAt),
            })}
          </Text>
          <Button variant="plain" onClick={() => onSeparate(visitorId)}>
            {text("visits.separate")}
          </Button>
        </InlineStack>
      ))}
    </TitledCard>
  );
}

function durationOf(seconds: number, text: TextOf<"customers">): string {
  return seconds < 60
    ? text("visits.seconds", { count: Math.round(seconds) })
    : text("visits.minutes", { count: Math.round(seconds / 60) });
}
