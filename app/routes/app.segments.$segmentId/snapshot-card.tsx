import { BlockStack, Card, Text } from "@shopify/polaris";
import { formatInstant } from "~/components/formats";
import type { SegmentPageProps } from "./page";

/** A segment that was taken over from Shopify with its members, since no rule here says the same. */
export function SnapshotCard({
  segment: { origin },
  timeZone,
}: Pick<SegmentPageProps, "segment" | "timeZone">) {
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          Members as Shopify had them
        </Text>
        <Text as="p">
          {origin
            ? `Taken over on ${formatInstant(origin.takenAt, timeZone)}. Nobody joins or leaves by itself: import it again to bring it up to date.`
            : "Nobody joins or leaves this segment by itself."}
        </Text>
        {origin?.because && <Text as="p">{`Why it has no rule here: ${origin.because}`}</Text>}
        {origin && (
          <Text as="p" tone="subdued" breakWord>
            {`In Shopify's words: ${origin.query}`}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}
