import { List, Modal } from "@shopify/polaris";
import { formatCounted } from "../formats";

interface ConfirmPauseProps {
  /** The flow to pause and its number of active customers; null: none. */
  flow: { readonly name: string; readonly active: number } | null;
  onClose: () => void;
  onConfirm: () => void;
}

/** Explains what a pause does to customers in the flow, before it takes effect. */
export function ConfirmPause({ flow, onClose, onConfirm }: ConfirmPauseProps) {
  return (
    <Modal
      open={flow !== null}
      title={`Pause ${flow?.name ?? ""}?`}
      onClose={onClose}
      primaryAction={{ content: "Pause flow", onAction: onConfirm }}
      secondaryActions={[{ content: "Cancel", onAction: onClose }]}
    >
      <Modal.Section>
        <List>
          <List.Item>
            {`${formatCounted(flow?.active ?? 0, "person is", "people are")} in the flow now. They stay where they are, and go on once you turn it on again.`}
          </List.Item>
          <List.Item>
            Emails that are planned wait as well. Those that are too old by then are not sent.
          </List.Item>
          <List.Item>Nobody enters meanwhile.</List.Item>
        </List>
      </Modal.Section>
    </Modal>
  );
}
