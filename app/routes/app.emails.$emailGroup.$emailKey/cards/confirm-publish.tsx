import { BlockStack, List, Text } from "@shopify/polaris";
import { Dialog } from "~/components/forms/dialog";
import type { Text as Words } from "~/i18n/create-text";
import { useText } from "~/i18n/text-provider";
import type { EmailUse } from "~/pages/emails/email-page.server";

interface ConfirmPublishProps {
  isOpen: boolean;
  /** Whether it was never published. */
  isFirst: boolean;
  usedBy: readonly EmailUse[];
  onClose: () => void;
  onConfirm: () => void;
}

/** Explains the effect of publishing on customers in the email's flows, before it happens. */
export function ConfirmPublish(props: ConfirmPublishProps) {
  const { isOpen, isFirst, usedBy, onClose, onConfirm } = props;
  const text = useText("email-editor");
  const common = useText("common");
  return (
    <Dialog
      open={isOpen}
      title={text("publish.question")}
      onClose={onClose}
      primaryAction={{ content: text("publish"), onAction: onConfirm }}
      secondaryActions={[{ content: common("cancel"), onAction: onClose }]}
    >
      <PublishEffects usedBy={usedBy} isFirst={isFirst} />
    </Dialog>
  );
}

/** The effect of publishing, per flow. */
export function PublishEffects({
  usedBy,
  isFirst,
}: Pick<ConfirmPublishProps, "usedBy" | "isFirst">) {
  const text = useText("email-editor");
  return (
    <>
      {isLive(usedBy).map((use) => (
        <Dialog.Section key={use.flowId}>
          <BlockStack gap="200">
            <Text as="h3" variant="headingSm">
              {text("flowEmail", { flow: use.flowName, number: use.emailNumber })}
            </Text>
            <List>
              {effectsOf(use, isFirst, text).map((effect) => (
                <List.Item key={effect}>{effect}</List.Item>
              ))}
            </List>
          </BlockStack>
        </Dialog.Section>
      ))}
    </>
  );
}

type LiveUse = EmailUse & { readonly reach: NonNullable<EmailUse["reach"]> };

/** Live flows that use the email: a published version applies there at once. */
export function isLive(usedBy: readonly EmailUse[]): readonly LiveUse[] {
  return usedBy.flatMap((use) => (use.reach ? [{ ...use, reach: use.reach }] : []));
}

function effectsOf({ reach }: LiveUse, isFirst: boolean, text: Words<"email-editor">): string[] {
  const { people, past, without, planned } = reach;
  const coming = reach.coming.reduce((sum, { count }) => sum + count, 0);
  return [
    people === 0 ? text("reach.none") : text("reach.people", { count: people }),
    ...(coming > 0 ? [text("reach.coming", { count: coming })] : []),
    ...(past > 0 ? [text(isFirst ? "reach.pastFirst" : "reach.past", { count: past })] : []),
    ...(without > 0 ? [text("reach.without", { count: without })] : []),
    ...(planned > 0 ? [text("reach.planned", { count: planned })] : []),
  ];
}
