import { Banner, BlockStack, Card, Divider, SkeletonBodyText, Text } from "@shopify/polaris";
import { MailFrame } from "~/components/mail/mail-frame";
import type { FlowDefinition } from "~/flows/flow";
import { mailName } from "~/flows/mail-name";
import { isLarge } from "~/messages/editing/mail-size";
import type { MailPreview } from "~/messages/editing/preview-mail.server";

interface PreviewCardProps {
  definition: FlowDefinition;
  /** What is open; null: nothing. */
  stepId: string | null;
  /** null until it is there. */
  preview: MailPreview | null;
}

/** The open mail as a reader sees it; one that is not saved yet cannot be shown. */
export function PreviewCard({ definition, stepId, preview }: PreviewCardProps) {
  const name = stepId === null ? null : mailName(definition, stepId);
  if (name === null) return null;
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">{`Preview of ${name.toLowerCase()}`}</Text>
          <Text as="p" variant="bodySm" tone="subdued">
            With an example customer and products of your shop.
          </Text>
        </BlockStack>
        {preview === null && <SkeletonBodyText lines={12} />}
        {preview?.kind === "refused" && (
          <Text as="p" tone="critical">
            {preview.problem}
          </Text>
        )}
        {preview?.kind === "ready" && (
          <>
            <Divider />
            {isLarge(preview.htmlBytes) && <SizeWarning htmlBytes={preview.htmlBytes} />}
            <Text as="p" fontWeight="semibold" breakWord>
              {preview.subject}
            </Text>
            <MailFrame html={preview.html} title={`Preview of ${name}`} />
          </>
        )}
      </BlockStack>
    </Card>
  );
}

function SizeWarning({ htmlBytes }: { htmlBytes: number }) {
  return (
    <Banner tone="warning" title={`This mail is large: ${Math.round(htmlBytes / 1_000)} kB`}>
      <p>
        Gmail cuts mails off at 102 kB and hides what comes after, the unsubscribe link too. A mail
        above 95 kB is not sent. Shorten the texts, or recommend fewer products.
      </p>
    </Banner>
  );
}
