import { BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { useFetcher } from "@remix-run/react";
import { formatInstant } from "~/components/formats";
import type { SegmentPageProps } from "./page";

/** A segment imported from Shopify with its members, since no rule can express it. */
export function SnapshotCard({
  segment: { origin, evaluatedAt },
  timeZone,
}: Pick<SegmentPageProps, "segment" | "timeZone">) {
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          Members as in Shopify
        </Text>
        {origin === null ? (
          <Text as="p">Nobody joins or leaves this segment by itself.</Text>
        ) : (
          <>
            <Text as="p">
              {evaluatedAt === null
                ? "Its members are being read at Shopify."
                : origin.stoppedBecause === null
                  ? `Read at Shopify on ${formatInstant(origin.takenAt, timeZone)}, and again once a day. Changes in between are not seen until then.`
                  : `Read at Shopify on ${formatInstant(origin.takenAt, timeZone)}, and not since: ${origin.stoppedBecause}.`}
            </Text>
            {origin.because && <Text as="p">{`Why it has no rule here: ${origin.because}`}</Text>}
            <Text as="p" tone="subdued" breakWord>
              {`In Shopify's words: ${origin.query}`}
            </Text>
            <ReadAgain shopifySegmentId={origin.shopifySegmentId} />
          </>
        )}
      </BlockStack>
    </Card>
  );
}

function ReadAgain({ shopifySegmentId }: { shopifySegmentId: string }) {
  const fetcher = useFetcher();
  return (
    <InlineStack>
      <Button
        loading={fetcher.state !== "idle"}
        onClick={() =>
          fetcher.submit(
            { shopifySegmentId },
            { method: "post", action: "/app/segments/import", encType: "application/json" },
          )
        }
      >
        Read them again now
      </Button>
    </InlineStack>
  );
}
