import { Banner, BlockStack, Button, InlineStack, Text } from "@shopify/polaris";
import type { GuestRequest } from "~/privacy/data-request-store.server";
import { formatDay } from "../formats";

interface GuestRequestsBannerProps {
  requests: readonly GuestRequest[];
  timeZone: string;
  onDownload: (requestKey: string) => void;
}

/** Guests with an open data request. */
export function GuestRequestsBanner({ requests, timeZone, onDownload }: GuestRequestsBannerProps) {
  if (requests.length === 0) return null;
  return (
    <Banner tone="warning" title="Somebody who has no account asked for their data">
      <BlockStack gap="300">
        <Text as="p">
          Shopify&rsquo;s email to you names them. Download what Kindred keeps under their address
          and their orders, and send it to them within 30 days. An empty file means that nothing is
          kept.
        </Text>
        {requests.map(({ requestKey, requestedAt }) => (
          <InlineStack key={requestKey} gap="300" blockAlign="center">
            <Text as="span">{`Asked on ${formatDay(requestedAt, timeZone)}`}</Text>
            <Button onClick={() => onDownload(requestKey)}>Download</Button>
          </InlineStack>
        ))}
      </BlockStack>
    </Banner>
  );
}
