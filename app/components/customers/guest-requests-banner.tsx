import { Banner, BlockStack, Button, InlineStack, Text } from "@shopify/polaris";
import { useFormat, useText } from "~/i18n/text-provider";
import type { GuestRequest } from "~/profiles/data-requests/data-request-store.server";

interface GuestRequestsBannerProps {
  requests: readonly GuestRequest[];
  onDownload: (requestKey: string) => void;
}

/** Guests with an open data request. */
export function GuestRequestsBanner({ requests, onDownload }: GuestRequestsBannerProps) {
  const text = useText("customers");
  const format = useFormat();
  if (requests.length === 0) return null;
  return (
    <Banner tone="warning" title={text("guests.title", { count: requests.length })}>
      <BlockStack gap="300">
        <Text as="p">{text("guests.text")}</Text>
        {requests.map(({ requestKey, requestedAt }) => (
          <InlineStack key={requestKey} gap="300" blockAlign="center">
            <Text as="span">{text("guests.row", { day: format.day(requestedAt) })}</Text>
            <Button onClick={() => onDownload(requestKey)}>{text("guests.download")}</Button>
          </InlineStack>
        ))}
      </BlockStack>
    </Banner>
  );
}
