import { Banner, BlockStack, Link } from "@shopify/polaris";
import type { DataRequest } from "~/privacy/data-request-store.server";
import { formatDay } from "../formats";

interface DataRequestsBannerProps {
  requests: readonly DataRequest[];
  timeZone: string;
}

/** Customers with an open data request. */
export function DataRequestsBanner({ requests, timeZone }: DataRequestsBannerProps) {
  if (requests.length === 0) return null;
  return (
    <Banner tone="warning" title="A customer asked for their data">
      <BlockStack gap="100">
        {requests.map(({ customerId, requestedAt }) => (
          <span key={customerId}>
            <Link url={`/app/customers/${customerId}`}>{`Customer ${customerId}`}</Link>
            {` asked on ${formatDay(requestedAt, timeZone)}. Download the data from the customer's page and send it to them within 30 days.`}
          </span>
        ))}
      </BlockStack>
    </Banner>
  );
}
