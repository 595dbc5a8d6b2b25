import {
  BlockStack,
  Button,
  Card,
  FormLayout,
  InlineStack,
  Select,
  Tabs,
  Tag,
  Text,
  TextField,
} from "@shopify/polaris";
import { useState } from "react";
import type { ShownSubject } from "~/recommendations/recommendations-page.server";
import { CatalogField } from "~/components/catalog-field";

interface SubjectCardProps {
  /** Null: the shop has no customer yet. */
  subject: ShownSubject | null;
  /** Customers to choose from, latest buyers first. */
  customers: readonly { readonly customerId: string; readonly name: string }[];
  emailError: string | null;
  isLooking: boolean;
  onCustomer: (customerId: string) => void;
  onEmail: (email: string) => void;
  onProduct: (productId: string) => void;
  onCart: (productIds: readonly string[]) => void;
}

const KINDS = ["customer", "product", "cart"] as const;
const TABS = [
  { id: "for-customer", content: "Customer" },
  { id: "for-product", content: "Product" },
  { id: "for-cart", content: "Cart" },
];

/** Chooses the customer, product or cart of the lists. */
export function SubjectCard(props: SubjectCardProps) {
  const { subject, onProduct, onCart } = props;
  const [tab, setTab] = useState(Math.max(0, KINDS.indexOf(subject?.kind ?? "customer")));
  const cart = subject?.kind === "cart" ? subject.products : [];
  const cartIds = cart.map(({ productId }) => productId);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {subject === null ? "Recommendations for" : `Recommendations ${subjectWords(subject)}`}
        </Text>
        <Tabs tabs={TABS} selected={tab} onSelect={setTab} />
        {KINDS[tab] === "customer" && <CustomerChoice {...props} />}
        {KINDS[tab] === "product" && (
          <CatalogField label="Product" kinds={["product"]} onChoose={({ id }) => onProduct(id)} />
        )}
        {KINDS[tab] === "cart" && (
          <BlockStack gap="200">
            <CatalogField
              label="Put a product into the cart"
              kinds={["product"]}
              onChoose={({ id }) => onCart([...new Set([...cartIds, id])])}
            />
            <InlineStack gap="200">
              {cart.map(({ productId, title }) => (
                <Tag
                  key={productId}
                  onRemove={() => onCart(cartIds.filter((id) => id !== productId))}
                >
                  {title}
                </Tag>
              ))}
            </InlineStack>
          </BlockStack>
        )}
      </BlockStack>
    </Card>
  );
}

function CustomerChoice({
  subject,
  customers,
  emailError,
  isLooking,
  onCustomer,
  onEmail,
}: SubjectCardProps) {
  const [email, setEmail] = useState("");
  const chosen = subject?.kind === "customer" ? subject : null;
  const options = customers.map(({ customerId, name }) => ({ value: customerId, label: name }));
  const isListed = customers.some(({ customerId }) => customerId === chosen?.customerId);
  return (
    <FormLayout>
      <FormLayout.Group>
        <Select
          label="One of the last to order"
          options={
            chosen && !isListed
              ? [{ value: chosen.customerId, label: chosen.name }, ...options]
              : options
          }
          value={chosen?.customerId ?? ""}
          disabled={options.length === 0}
          onChange={onCustomer}
        />
        <TextField
          label="Or by exact email address"
          type="email"
          autoComplete="off"
          value={email}
          onChange={setEmail}
          error={emailError ?? false}
          connectedRight={
            <Button loading={isLooking} disabled={email === ""} onClick={() => onEmail(email)}>
              Find
            </Button>
          }
        />
      </FormLayout.Group>
    </FormLayout>
  );
}

function subjectWords(subject: ShownSubject): string {
  switch (subject.kind) {
    case "customer":
      return `for ${subject.name}`;
    case "product":
      return `beside ${subject.title}`;
    case "cart":
      return "for a cart";
  }
}
