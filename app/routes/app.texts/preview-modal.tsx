import { SkeletonBodyText, Text } from "@shopify/polaris";
import { useFetcher } from "@remix-run/react";
import { useEffect } from "react";
import { EmailFrame } from "~/components/email/email-frame";
import { Dialog } from "~/components/forms/dialog";
import type { OwnTexts, OwnTextSection } from "~/i18n/own-texts";
import { useText } from "~/i18n/text-provider";
import type { action } from "~/routes/app.texts_.preview/route";

interface PreviewModalProps {
  section: OwnTextSection;
  language: string;
  /** The unsaved texts. */
  texts: OwnTexts[string];
  onClose: () => void;
}

/** The email or page that shows a section's texts. */
export function PreviewModal({ section, language, texts, onClose }: PreviewModalProps) {
  const text = useText("own-texts");
  const emailText = useText("email-preview");
  const { submit, data } = useFetcher<typeof action>();
  useEffect(() => {
    submit(
      { section, language, texts },
      { method: "post", action: "/app/texts/preview", encType: "application/json" },
    );
  }, [submit, section, language, texts]);
  const title = text("previewOf", { section: text(`section.${section}.title`) });
  return (
    <Dialog
      open
      title={title}
      onClose={onClose}
      secondaryActions={[{ content: text("close"), onAction: onClose }]}
    >
      <Dialog.Section>
        {!data ? (
          <SkeletonBodyText lines={12} />
        ) : data.kind === "ready" ? (
          <EmailFrame html={data.html} title={title} />
        ) : (
          <Text as="p" tone="critical">
            {data.reason === "invalid" ? text("invalid") : emailText(`problem.${data.reason}`)}
          </Text>
        )}
      </Dialog.Section>
    </Dialog>
  );
}
