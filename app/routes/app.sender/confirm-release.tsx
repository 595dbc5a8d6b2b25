import { Modal, Text } from "@shopify/polaris";
import type { FailureKind } from "~/delivery/auto-pause/auto-pause-rule";
import { useText } from "~/i18n/text-provider";

interface ConfirmReleaseProps {
  failureKind: FailureKind | null;
  onClose: () => void;
  onConfirm: (failureKind: FailureKind) => void;
}

/** Confirms the release of a sending block, because it can harm the domain's reputation. */
export function ConfirmRelease({ failureKind, onClose, onConfirm }: ConfirmReleaseProps) {
  const text = useText("sender");
  return (
    <Modal
      open={failureKind !== null}
      title={text("release.title")}
      onClose={onClose}
      primaryAction={{
        content: text("release.action"),
        destructive: true,
        onAction: () => {
          if (failureKind !== null) onConfirm(failureKind);
        },
      }}
      secondaryActions={[{ content: text("release.keep"), onAction: onClose }]}
    >
      <Modal.Section>
        <Text as="p">{text("release.text")}</Text>
      </Modal.Section>
    </Modal>
  );
}
