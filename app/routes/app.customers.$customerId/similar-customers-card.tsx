import { BlockStack, Card, Link, Text } from "@shopify/polaris";
import type { SimilarCustomerCard } from "~/recommendations/similar-customers.server";

interface SimilarCustomersCardProps {
  customers: readonly SimilarCustomerCard[];
  /** Customers without an order cannot be compared. */
  hasOrdered: boolean;
}

/** Similar customers, their shared traits, and their other purchases. */
export function SimilarCustomersCard({ customers, hasOrdered }: SimilarCustomersCardProps) {
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            Customers like this one
          </Text>
          <Text as="p" tone="subdued">
            {customers.length > 0
              ? "The closest of the same customer group, by when, how often, what and at which prices they buy, compared with your average customer."
              : emptyWords(hasOrdered)}
          </Text>
        </BlockStack>
        {customers.length > 0 && (
          <BlockStack as="ul" gap="300">
            {customers.map((customer) => (
              <SimilarCustomerItem key={customer.customerId} customer={customer} />
            ))}
          </BlockStack>
        )}
      </BlockStack>
    </Card>
  );
}

function SimilarCustomerItem({ customer }: { customer: SimilarCustomerCard }) {
  const { customerId, name, sharedTraits, bought, boughtCount } = customer;
  return (
    <BlockStack as="li" gap="050">
      <Link url={`/app/customers/${customerId}`} removeUnderline>
        {name ?? `Customer ${customerId}`}
      </Link>
      <Text as="p">{sharedTraits}</Text>
      <Text as="p" variant="bodySm" tone="subdued">
        {boughtWords(bought, boughtCount)}
      </Text>
    </BlockStack>
  );
}

function boughtWords(titles: readonly string[], count: number): string {
  if (titles.length === 0) return "Bought nothing that this customer has not";
  const more = count - titles.length;
  return `Bought, and this customer has not: ${titles.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function emptyWords(hasOrdered: boolean): string {
  return hasOrdered
    ? "Nobody to compare with yet: customers are compared after the next night’s learning, within their customer group."
    : "Nobody to compare with: customers are compared by what they bought.";
}
