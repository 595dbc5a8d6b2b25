import { Text } from "@shopify/polaris";
import { Dialog } from "./dialog";

interface ConfirmModalProps {
  isOpen: boolean;
  title: string;
  /** What cannot be undone. */
  text: string;
  action: string;
  keep: string;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks for confirmation before something is deleted permanently. */
export function ConfirmModal(props: ConfirmModalProps) {
  const { isOpen, title, text, action, keep, onConfirm, onClose } = props;
  return (
    <Dialog
      size="small"
      open={isOpen}
      title={title}
      onClose={onClose}
      primaryAction={{ content: action, destructive: true, onAction: onConfirm }}
      secondaryActions={[{ content: keep, onAction: onClose }]}
    >
      <Dialog.Section>
        <Text as="p">{text}</Text>
      </Dialog.Section>
    </Dialog>
  );
}
