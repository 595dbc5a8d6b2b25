import { BlockStack, Card, Text } from "@shopify/polaris";
import { TestEmailForm } from "~/components/mail/test-email-form";
import type { DocumentToPreview } from "~/messages/editing/preview-document.server";

/** Sends the mail as it stands here, for whom it is shown, to the merchant. */
export function TestCard({ mail }: { mail: DocumentToPreview }) {
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          Test email
        </Text>
        <TestEmailForm
          url="/app/mails/test"
          body={{ mail }}
          helpText="Your store’s contact address, or an address that was confirmed. It shows what is not published yet, and no link in it counts."
        />
      </BlockStack>
    </Card>
  );
}
