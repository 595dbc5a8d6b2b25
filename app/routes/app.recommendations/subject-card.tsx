import {
  BlockStack,
  Button,
  FormLayout,
  InlineStack,
  Select,
  Tabs,
  Tag,
  TextField,
} from "@shopify/polaris";
import { useState } from "react";
import { TitledCard } from "~/components/titled-card";
import type { Text as TextOf } from "~/i18n/create-text";
import { useText } from "~/i18n/text-provider";
import type {
  RecommendationsPageData,
  ShownSubject,
} from "~/pages/recommendations/recommendations-page.server";
import { CatalogField } from "~/components/catalog-field";

interface SubjectCardProps {
  /** Null: the shop has no customer yet. */
  subject: ShownSubject | null;
  /** Customers to choose from, latest buyers first. */
  customers: RecommendationsPageData["customers"];
  hasNotFound: boolean;
  isLooking: boolean;
  onCustomer: (customerId: string) => void;
  onEmail: (email: string) => void;
  onProduct: (productId: string) => void;
  onCart: (productIds: readonly string[]) => void;
}

const KINDS = ["customer", "product", "cart"] as const;

/** Chooses the customer, product or cart of the lists. */
export function SubjectCard(props: SubjectCardProps) {
  const { subject, onProduct, onCart } = props;
  const text = useText("recommendations");
  const common = useText("common");
  const [tab, setTab] = useState(Math.max(0, KINDS.indexOf(subject?.kind ?? "customer")));
  const cart = subject?.kind === "cart" ? subject.products : [];
  const cartIds = cart.map(({ productId }) => productId);
  return (
    <TitledCard title={titleOf(subject, text, common)} gap="300">
      <Tabs
        tabs={KINDS.map((kind) => ({ id: `for-${kind}`, content: text(`subject.tab.${kind}`) }))}
        selected={tab}
        onSelect={setTab}
      />
      {KINDS[tab] === "customer" && <CustomerChoice {...props} />}
      {KINDS[tab] === "product" && (
        <CatalogField
          label={text("form.product")}
          kinds={["product"]}
          onChoose={({ id }) => onProduct(id)}
        />
      )}
      {KINDS[tab] === "cart" && (
        <BlockStack gap="200">
          <CatalogField
            label={text("subject.addToCart")}
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
    </TitledCard>
  );
}

function CustomerChoice({
  subject,
  customers,
  hasNotFound,
  isLooking,
  onCustomer,
  onEmail,
}: SubjectCardProps) {
  const [email, setEmail] = useState("");
  const chosen = subject?.kind === "customer" ? subject : null;
  const text = useText("recommendations");
  const common = useText("common");
  const isListed = customers.some(({ customerId }) => customerId === chosen?.customerId);
  const shown = chosen && !isListed ? [chosen, ...customers] : customers;
  return (
    <FormLayout>
      <FormLayout.Group>
        <Select
          label={text("subject.recent")}
          options={shown.map((customer) => ({
            value: customer.customerId,
            label: nameOf(customer, common),
          }))}
          value={chosen?.customerId ?? ""}
          disabled={customers.length === 0}
          onChange={onCustomer}
        />
        <TextField
          label={text("subject.email")}
          type="email"
          autoComplete="off"
          value={email}
          onChange={setEmail}
          error={hasNotFound && text("subject.notFound")}
          connectedRight={
            <Button loading={isLooking} disabled={email === ""} onClick={() => onEmail(email)}>
              {text("subject.find")}
            </Button>
          }
        />
      </FormLayout.Group>
    </FormLayout>
  );
}

function titleOf(
  subject: ShownSubject | null,
  text: TextOf<"recommendations">,
  common: TextOf<"common">,
): string {
  switch (subject?.kind) {
    case "customer":
      return text("subject.customer", { name: nameOf(subject, common) });
    case "product":
      return text("subject.product", { title: subject.title });
    case "cart":
      return text("subject.cart");
    case undefined:
      return text("subject.none");
  }
}

const nameOf = (
  { customerId, name }: RecommendationsPageData["customers"][number],
  common: TextOf<"common">,
): string => name ?? common("customer.unnamed", { customerId });
