import { Modal } from "@shopify/polaris";
import { EmailFrame } from "./email-frame";

interface EmailPreviewModalProps {
  html: string;
  title: string;
  onClose: () => void;
}

/** An email in a dialog. */
export function EmailPreviewModal({ html, title, onClose }: EmailPreviewModalProps) {
  return (
    <Modal open size="large" title={title} onClose={onClose}>
      <Modal.Section>
        <EmailFrame html={html} title={title} />
      </Modal.Section>
    </Modal>
  );
}
