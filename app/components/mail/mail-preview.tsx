import { Banner, SkeletonBodyText, Text } from "@shopify/polaris";
import { isLarge } from "~/messages/editing/mail-size";
import type { MailPreview, MailToPreview } from "~/messages/editing/preview-mail.server";
import { MailFrame } from "./mail-frame";
import { useMailPreview } from "./use-mail-preview";

/** A mail as it is sent, with the discount that it would give. */
export function MailAsSent({ title, ...mail }: MailToPreview & { title: string }) {
  // Of another mail nothing is shown below this one's name.
  return <RequestedEmail key={mail.templateId} mail={mail} title={title} />;
}

function RequestedEmail({ mail, title }: { mail: MailToPreview; title: string }) {
  return <ShownMail preview={useMailPreview(mail)} title={title} />;
}

interface ShownMailProps {
  /** null until it is there. */
  preview: MailPreview | null;
  /** Of the frame, for those who do not see where it stands. */
  title: string;
}

export function ShownMail({ preview, title }: ShownMailProps) {
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
      <MailFrame html={preview.html} title={title} />
    </>
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
