import { Banner, SkeletonBodyText, Text } from "@shopify/polaris";
import { isLarge } from "~/messages/editing/email-size";
import type { EmailPreview, EmailToPreview } from "~/messages/editing/preview-email.server";
import { EmailFrame } from "./email-frame";
import { useEmailPreview } from "./use-email-preview";

/** An email as it is sent, with its discount. */
export function EmailAsSent({ title, ...email }: EmailToPreview & { title: string }) {
  // Never shows the previous email under this one's name.
  return <RequestedEmail key={email.templateId} email={email} title={title} />;
}

function RequestedEmail({ email, title }: { email: EmailToPreview; title: string }) {
  return <ShownEmail preview={useEmailPreview(email)} title={title} />;
}

interface ShownEmailProps {
  /** null while loading. */
  preview: EmailPreview | null;
  /** The frame's label for screen readers. */
  title: string;
}

export function ShownEmail({ preview, title }: ShownEmailProps) {
  if (preview === null) return <SkeletonBodyText lines={12} />;
  if (preview.kind === "refused") {
    return (
      <Text as="p" tone="critical">
        {preview.problem}
      </Text>
    );
  }
  return (
    <>
      {isLarge(preview.htmlBytes) && <SizeWarning htmlBytes={preview.htmlBytes} />}
      <Text as="p" fontWeight="semibold" breakWord>
        {preview.subject}
      </Text>
      <EmailFrame html={preview.html} title={title} />
    </>
  );
}

function SizeWarning({ htmlBytes }: { htmlBytes: number }) {
  return (
    <Banner tone="warning" title={`This email is large: ${Math.round(htmlBytes / 1_000)} kB`}>
      <p>
        Gmail cuts emails off at 102 kB and hides what comes after, the unsubscribe link too. An
        email above 95 kB is not sent. Shorten the texts, or recommend fewer products.
      </p>
    </Banner>
  );
}
