import { BlockStack, Card, Text } from "@shopify/polaris";
import { TestEmailForm } from "~/components/email/test-email-form";
import { useText } from "~/i18n/text-provider";
import type { DocumentToPreview } from "~/pages/emails/preview-document.server";

/** Sends the email with its current preview data to the merchant. */
export function TestEmailCard({ email }: { email: DocumentToPreview }) {
  const text = useText("email-editor");
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {text("test.title")}
        </Text>
        <TestEmailForm url="/app/emails/test" body={{ email }} helpText={text("test.help")} />
      </BlockStack>
    </Card>
  );
}
