import { Modal, Text } from "@shopify/polaris";
import type { FailureKind } from "~/delivery/auto-pause/auto-pause-rule";

interface ConfirmReleaseProps {
  failureKind: FailureKind | null;
  onClose: () => void;
  onConfirm: (failureKind: FailureKind) => void;
}

/** Confirms the release of a sending block, because it can harm the domain's reputation. */
export function ConfirmRelease({ failureKind, onClose, onConfirm }: ConfirmReleaseProps) {
  return (
    <Modal
      open={failureKind !== null}
      title="Let emails go on?"
      onClose={onClose}
      primaryAction={{
        content: "Let emails go on",
        destructive: true,
        onAction: () => {
          if (failureKind !== null) onConfirm(failureKind);
        },
      }}
      secondaryActions={[{ content: "Keep them stopped", onAction: onClose }]}
    >
      <Modal.Section>
        <Text as="p">
          If the reason is still there, mailbox providers will put your email into spam, also the
          email about orders, and it takes weeks to mend. Counting starts anew from now. That you
          let emails go on is kept on record.
        </Text>
      </Modal.Section>
    </Modal>
  );
}
