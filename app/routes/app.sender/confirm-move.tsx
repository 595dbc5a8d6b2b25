import { Modal, Text } from "@shopify/polaris";

interface ConfirmMoveProps {
  /** Null: closed. */
  domain: string | null;
  onClose: () => void;
  onConfirm: () => void;
}

/** Confirms moving a domain from another store, whose email then stops. */
export function ConfirmMove({ domain, onClose, onConfirm }: ConfirmMoveProps) {
  return (
    <Modal
      open={domain !== null}
      title={`Move ${domain ?? ""} to this store?`}
      onClose={onClose}
      primaryAction={{ content: "Move domain", onAction: onConfirm }}
      secondaryActions={[{ content: "Cancel", onAction: onClose }]}
    >
      <Modal.Section>
        <Text as="p">
          Kindred looks for the ownership record in the domain’s DNS. If it’s there, the domain is
          this store’s. The other store can no longer send from it and gets a notice that it was
          moved.
        </Text>
      </Modal.Section>
    </Modal>
  );
}
