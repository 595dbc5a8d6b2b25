import { Modal, Text } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";

interface ConfirmMoveProps {
  /** Null: closed. */
  domain: string | null;
  onClose: () => void;
  onConfirm: () => void;
}

/** Confirms moving a domain from another store, whose email then stops. */
export function ConfirmMove({ domain, onClose, onConfirm }: ConfirmMoveProps) {
  const text = useText("sender");
  const common = useText("common");
  return (
    <Modal
      open={domain !== null}
      title={text("move.title", { domain: domain ?? "" })}
      onClose={onClose}
      primaryAction={{ content: text("move.action"), onAction: onConfirm }}
      secondaryActions={[{ content: common("cancel"), onAction: onClose }]}
    >
      <Modal.Section>
        <Text as="p">{text("move.text")}</Text>
      </Modal.Section>
    </Modal>
  );
}
