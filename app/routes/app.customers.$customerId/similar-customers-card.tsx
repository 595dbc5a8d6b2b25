import { BlockStack, Link, Text } from "@shopify/polaris";
import { TitledCard } from "~/components/titled-card";
import type { Text as TextOf } from "~/i18n/create-text";
import { useFormat, useText } from "~/i18n/text-provider";
import type { SharedTrait } from "~/predictions/similar-customers/find-similar-customers";
import type { SimilarCustomerCard } from "~/pages/customers/similar-customers.server";

interface SimilarCustomersCardProps {
  customers: readonly SimilarCustomerCard[];
  /** Customers without an order cannot be compared. */
  hasOrdered: boolean;
}

/** Similar customers, their shared traits, and their other purchases. */
export function SimilarCustomersCard({ customers, hasOrdered }: SimilarCustomersCardProps) {
  const text = useText("customers");
  const empty = hasOrdered ? "similar.noMatch" : "similar.noOrders";
  const doCount = customers.some(({ countedFor }) => countedFor.length > 0);
  const found = doCount ? "similar.textVoters" : "similar.text";
  return (
    <TitledCard title={text("similar.title")} text={text(customers.length > 0 ? found : empty)}>
      {customers.length > 0 && (
        <BlockStack as="ul" gap="300">
          {customers.map((customer) => (
            <SimilarCustomerItem key={customer.customerId} customer={customer} />
          ))}
        </BlockStack>
      )}
    </TitledCard>
  );
}

function SimilarCustomerItem({ customer }: { customer: SimilarCustomerCard }) {
  const { customerId, name, shared, bought, boughtCount, countedFor } = customer;
  const text = useText("customers");
  const common = useText("common");
  const format = useFormat();
  const traits = shared.map((it) => describeTrait(it, text));
  const more = boughtCount - bought.length;
  return (
    <BlockStack as="li" gap="050">
      <Link url={`/app/customers/${customerId}`} removeUnderline>
        {name ?? common("customer.unnamed", { customerId })}
      </Link>
      <Text as="p">
        {traits.length > 0
          ? text("similar.both", { traits: format.list(traits) })
          : text("similar.average")}
      </Text>
      {countedFor.length > 0 && (
        <Text as="p">{text("similar.contributed", { titles: format.list(countedFor) })}</Text>
      )}
      <Text as="p" variant="bodySm" tone="subdued">
        {bought.length === 0
          ? text("similar.boughtNothing")
          : more > 0
            ? text("similar.boughtMore", { titles: bought.join(", "), more })
            : text("similar.bought", { titles: format.list(bought) })}
      </Text>
    </BlockStack>
  );
}

function describeTrait({ trait, side }: SharedTrait, text: TextOf<"customers">): string {
  return trait.kind === "product_type"
    ? text(`similar.product_type.${side}`, { productType: trait.productType })
    : text(`similar.${trait.kind}.${side}`);
}
