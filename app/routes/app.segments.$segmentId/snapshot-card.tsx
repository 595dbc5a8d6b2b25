import { Button, InlineStack, Text } from "@shopify/polaris";
import { useFetcher } from "@remix-run/react";
import { TitledCard } from "~/components/titled-card";
import { useFormat, useText } from "~/i18n/text-provider";
import type { ShopifyOrigin } from "~/segments/members/origin";
import { describeListReason } from "~/components/segments/describe-list-reason";
import type { SegmentPageProps } from "./page";

/** A segment imported from Shopify with its members, since no rule can express it. */
export function SnapshotCard({
  segment: { origin, evaluatedAt },
}: Pick<SegmentPageProps, "segment">) {
  const text = useText("segments");
  return (
    <TitledCard title={text("shopify.title")} gap="200">
      {origin === null ? (
        <Text as="p">{text("shopify.fixed")}</Text>
      ) : (
        <>
          <Text as="p">
            {evaluatedAt === null ? text("shopify.reading") : <LastRead {...origin} />}
          </Text>
          {origin.because && <Text as="p">{describeListReason(origin.because, text)}</Text>}
          <Text as="p" tone="subdued" breakWord>
            {text("shopify.query", { query: origin.query })}
          </Text>
          <ReadAgain shopifySegmentId={origin.shopifySegmentId} />
        </>
      )}
    </TitledCard>
  );
}

function LastRead({ takenAt, isFollowed, stoppedBecause }: ShopifyOrigin) {
  const text = useText("segments");
  const time = useFormat().instant(takenAt);
  if (stoppedBecause !== null) return text(`shopify.stopped.${stoppedBecause}`, { time });
  return text(isFollowed ? "shopify.followed" : "shopify.read", { time });
}

function ReadAgain({ shopifySegmentId }: { shopifySegmentId: string }) {
  const text = useText("segments");
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
        {text("shopify.update")}
      </Button>
    </InlineStack>
  );
}
