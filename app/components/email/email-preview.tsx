import { Banner, SkeletonBodyText, Text } from "@shopify/polaris";
import { useFormat, useText } from "~/i18n/text-provider";
import { isLarge } from "~/messages/document/email-size";
import type { EmailPreview, EmailToPreview } from "~/pages/emails/preview-email.server";
import { EmailFrame } from "./email-frame";
import { useLiveRequest } from "~/components/forms/use-request";

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
  const text = useText("email-preview");
  if (preview === null) return <SkeletonBodyText lines={12} />;
  if (preview.kind === "refused") {
    return (
      <Text as="p" tone="critical">
        {text(`problem.${preview.problem}`)}
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
  const text = useText("email-preview");
  const format = useFormat();
  return (
    <Banner tone="warning" title={text("size.title", { size: format.bytes(htmlBytes) })}>
      <p>{text("size.text")}</p>
    </Banner>
  );
}

/** Debounced while typing a number. */
const PAUSE_MS = 250;

/** The preview of an email; null while loading. Stays visible while a changed discount is loading. */
function useEmailPreview(email: EmailToPreview): EmailPreview | null {
  const { answer, hasFailed } = useLiveRequest<EmailPreview>("/app/preview", email, PAUSE_MS);
  return hasFailed ? { kind: "refused", problem: "no_response" } : (answer ?? null);
}
