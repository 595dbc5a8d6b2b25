import { BlockStack, List, Modal, Text } from "@shopify/polaris";
import { formatCounted } from "~/components/formats";
import type { FlowPageData } from "~/flows/flow-page.server";

export type FlowChangeToConfirm = "move" | "archive" | "delete";

interface ConfirmChangeProps {
  flow: FlowPageData;
  /** The change to confirm; null: none. */
  change: FlowChangeToConfirm | null;
  onClose: () => void;
  onConfirm: (change: FlowChangeToConfirm) => void;
}

const WORDS: Readonly<Record<FlowChangeToConfirm, { title: string; act: string }>> = {
  move: { title: "Move everybody to this version?", act: "Move everybody" },
  archive: { title: "Archive this flow?", act: "Archive flow" },
  delete: { title: "Delete this flow?", act: "Delete flow" },
};

/**
 * Explains the effect of an irreversible change of the flow, with numbers, before it is applied.
 */
export function ConfirmChange({ flow, change, onClose, onConfirm }: ConfirmChangeProps) {
  const { title, act } = WORDS[change ?? "archive"];
  return (
    <Modal
      open={change !== null}
      title={title}
      onClose={onClose}
      primaryAction={{
        content: act,
        destructive: change !== "move",
        onAction: () => {
          if (change !== null) onConfirm(change);
        },
      }}
      secondaryActions={[{ content: "Cancel", onAction: onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="200">
          <List>
            {change !== null &&
              effects(change, flow).map((effect) => <List.Item key={effect}>{effect}</List.Item>)}
          </List>
          <Text as="p" tone="subdued">
            This cannot be undone.
          </Text>
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}

function effects(
  change: FlowChangeToConfirm,
  { enrollments, numbers, earlier, version }: FlowPageData,
): string[] {
  switch (change) {
    case "move":
      return [
        `${formatCounted(earlier.people, "person goes", "people go")} on by version ${version}, and keep the time that they wait for now.`,
        ...(earlier.further > 0
          ? [
              `Of them, ${formatCounted(earlier.further, "person stands", "people stand")} before a step that is no more: they go on at the next one that is left.`,
            ]
          : []),
        ...(earlier.ending > 0
          ? [
              `For ${formatCounted(earlier.ending, "person", "people")} nothing is left: they leave the flow.`,
            ]
          : []),
        "Nobody gets an email a second time.",
      ];
    case "archive": {
      const planned = Object.values(numbers).reduce((sum, step) => sum + step.planned, 0);
      return [
        `${formatCounted(enrollments.active, "person is", "people are")} in the flow now. They leave it.`,
        `${formatCounted(planned, "email is", "emails are")} planned. None of them is sent.`,
        "Nobody enters any more. The flow cannot be turned on again.",
        "Reports keep what it has earned.",
      ];
    }
    case "delete":
      return ["Nobody was ever in this flow. All of its versions are deleted."];
  }
}
