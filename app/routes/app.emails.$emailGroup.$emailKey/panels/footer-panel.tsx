import { BlockStack, Link, Text } from "@shopify/polaris";
import type { EmailReason } from "~/messages/blocks/kinds/footer";
import { ChoiceField } from "../fields/choice-field";
import type { Editor } from "../use-editor";

const REASON_WORDS: Readonly<Record<EmailReason, string>> = {
  subscribed: "they signed up for email",
  checkout: "they left a checkout",
  cart: "they left something in a cart",
  viewed: "they looked at a product",
  order: "they ordered",
  request: "they asked for a product alert",
  birthday: "the day on which they joined comes round",
};

/** The footer of every email. */
export function FooterPanel({ editor: { document, edit } }: { editor: Editor }) {
  return (
    <BlockStack gap="400">
      <Text as="h2" variant="headingMd">
        Footer
      </Text>
      <Text as="p">
        Who writes, from where, and how to unsubscribe. Law wants it in every email, so it cannot be
        taken away. Name and address come from your <Link url="/app/settings">settings</Link>.
      </Text>
      <ChoiceField
        label="They get this email because"
        words={REASON_WORDS}
        value={document.footer.because}
        onChange={(because) => edit({ kind: "set_reason", because })}
      />
    </BlockStack>
  );
}
