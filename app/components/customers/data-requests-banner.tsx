import { Banner, BlockStack, Link } from "@shopify/polaris";
import { useFormat, useText } from "~/i18n/text-provider";
import type { DataRequest } from "~/profiles/data-requests/data-request-store.server";

/** Customers with an open data request. */
export function DataRequestsBanner({ requests }: { requests: readonly DataRequest[] }) {
  const text = useText("customers");
  const format = useFormat();
  if (requests.length === 0) return null;
  return (
    <Banner tone="warning" title={text("requests.title", { count: requests.length })}>
      <BlockStack gap="100">
        {requests.map(({ customerId, requestedAt }) => (
          <span key={customerId}>
            {text.rich("requests.row", {
              customerId,
              day: format.day(requestedAt),
              link: (words) => <Link url={`/app/customers/${customerId}`}>{words}</Link>,
            })}
          </span>
        ))}
      </BlockStack>
    </Banner>
  );
}
