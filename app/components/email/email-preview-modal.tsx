import { Dialog } from "~/components/forms/dialog";
import { EmailFrame } from "./email-frame";

interface EmailPreviewModalProps {
  html: string;
  title: string;
  onClose: () => void;
}

/** An email in a dialog. */
export function EmailPreviewModal({ html, title, onClose }: EmailPreviewModalProps) {
  return (
    <Dialog open size="large" title={title} onClose={onClose}>
      <Dialog.Section>
        <EmailFrame html={html} title={title} />
      </Dialog.Section>
    </Dialog>
  );
}
