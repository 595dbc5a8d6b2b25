import { TestEmailForm } from "~/components/email/test-email-form";
import { TitledCard } from "~/components/titled-card";
import { useText } from "~/i18n/text-provider";
import type { DocumentToPreview } from "~/pages/emails/preview-document.server";

/** Sends the email with its current preview data to the merchant. */
export function TestEmailCard({ email }: { email: DocumentToPreview }) {
  const text = useText("email-editor");
  return (
    <TitledCard title={text("test.title")} gap="200">
      <TestEmailForm url="/app/emails/test" body={{ email }} helpText={text("test.help")} />
    </TitledCard>
  );
}
