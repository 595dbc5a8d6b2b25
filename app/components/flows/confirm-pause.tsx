import { List } from "@shopify/polaris";
import { Dialog } from "~/components/forms/dialog";
import { useText } from "~/i18n/text-provider";

interface ConfirmPauseProps {
  /** The flow to pause and its number of active customers; null: none. */
  flow: { readonly name: string; readonly active: number } | null;
  onClose: () => void;
  onConfirm: () => void;
}

/** Explains what a pause does to customers in the flow, before it takes effect. */
export function ConfirmPause({ flow, onClose, onConfirm }: ConfirmPauseProps) {
  const text = useText("flows");
  const common = useText("common");
  return (
    <Dialog
      open={flow !== null}
      title={text("pausing.title", { name: flow?.name ?? "" })}
      onClose={onClose}
      primaryAction={{ content: text("pausing.confirm"), onAction: onConfirm }}
      secondaryActions={[{ content: common("cancel"), onAction: onClose }]}
    >
      <Dialog.Section>
        <List>
          <List.Item>{text("pausing.customers", { active: flow?.active ?? 0 })}</List.Item>
          <List.Item>{text("pausing.emails")}</List.Item>
          <List.Item>{text("pausing.entries")}</List.Item>
        </List>
      </Dialog.Section>
    </Dialog>
  );
}
