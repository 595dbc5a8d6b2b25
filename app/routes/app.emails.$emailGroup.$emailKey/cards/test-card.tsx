import { BlockStack, Card, Text } from "@shopify/polaris";
import { TestEmailForm } from "~/components/email/test-email-form";
import type { DocumentToPreview } from "~/messages/editing/preview-document.server";

/** Sends the email with its current preview data to the merchant. */
export function TestEmailCard({ email }: { email: DocumentToPreview }) {
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          Test email
        </Text>
        <TestEmailForm
          url="/app/emails/test"
          body={{ email }}
          helpText="Your store’s contact address, or an address that was confirmed. It shows what is not published yet, and no link in it counts."
        />
      </BlockStack>
    </Card>
  );
}
