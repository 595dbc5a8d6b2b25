import { BlockStack, List, Text } from "@shopify/polaris";
import { Dialog } from "~/components/forms/dialog";
import type { FlowPageData } from "~/pages/flows/flow-page.server";
import type { Text as TextOf } from "~/i18n/create-text";
import { useText } from "~/i18n/text-provider";

export type FlowChangeToConfirm = "move" | "archive" | "delete";
/** A change of the whole flow. */
export type FlowAct =
  | { readonly act: FlowChangeToConfirm | "duplicate" }
  | { readonly act: "restore"; readonly version: number };

interface ConfirmChangeProps {
  flow: FlowPageData;
  /** The change to confirm; null: none. */
  change: FlowChangeToConfirm | null;
  onClose: () => void;
  onConfirm: (change: FlowChangeToConfirm) => void;
}

/**
 * Explains the effect of an irreversible change of the flow, with numbers, before it is applied.
 */
export function ConfirmChange({ flow, change, onClose, onConfirm }: ConfirmChangeProps) {
  const text = useText("flow-editor");
  const common = useText("common");
  const requested = change ?? "archive";
  return (
    <Dialog
      open={change !== null}
      title={text(`confirm.${requested}.title`)}
      onClose={onClose}
      primaryAction={{
        content: text(`confirm.${requested}.action`),
        destructive: change !== "move",
        onAction: () => {
          if (change !== null) onConfirm(change);
        },
      }}
      secondaryActions={[{ content: common("cancel"), onAction: onClose }]}
    >
      <Dialog.Section>
        <BlockStack gap="200">
          <List>
            {change !== null &&
              effects(change, flow, text).map((effect) => (
                <List.Item key={effect}>{effect}</List.Item>
              ))}
          </List>
          <Text as="p" tone="subdued">
            {text("confirm.final")}
          </Text>
        </BlockStack>
      </Dialog.Section>
    </Dialog>
  );
}

function effects(
  change: FlowChangeToConfirm,
  { enrollments, numbers, earlier, version }: FlowPageData,
  text: TextOf<"flow-editor">,
): string[] {
  switch (change) {
    case "move":
      return [
        text("confirm.move.customers", { count: earlier.people, version }),
        ...(earlier.further > 0 ? [text("confirm.move.further", { count: earlier.further })] : []),
        ...(earlier.ending > 0 ? [text("confirm.move.ending", { count: earlier.ending })] : []),
        text("confirm.move.noRepeat"),
      ];
    case "archive": {
      const planned = Object.values(numbers).reduce((sum, step) => sum + step.planned, 0);
      return [
        text("confirm.archive.customers", { count: enrollments.active }),
        text("confirm.archive.emails", { count: planned }),
        text("confirm.archive.entries"),
        text("confirm.archive.results"),
      ];
    }
    case "delete":
      return [text("confirm.delete.versions")];
  }
}
