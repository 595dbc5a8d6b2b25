import { BlockStack, List, Modal, Text } from "@shopify/polaris";
import { formatCounted } from "~/components/formats";
import type { Text as TextOf } from "~/i18n/create-text";
import { useText } from "~/i18n/text-provider";
import type { EmailUse } from "~/messages/editing/email-page.server";

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
  return (
    <Modal
      open={isOpen}
      title="Publish this email?"
      onClose={onClose}
      primaryAction={{ content: "Publish", onAction: onConfirm }}
      secondaryActions={[{ content: "Cancel", onAction: onClose }]}
    >
      <PublishEffects usedBy={usedBy} isFirst={isFirst} />
    </Modal>
  );
}

/** The effect of publishing, per flow. */
export function PublishEffects({
  usedBy,
  isFirst,
}: Pick<ConfirmPublishProps, "usedBy" | "isFirst">) {
  const flows = useText("flows");
  return (
    <>
      {isLive(usedBy).map((use) => (
        <Modal.Section key={use.flowId}>
          <BlockStack gap="200">
            <Text as="h3" variant="headingSm">
              {`${use.flowName}, ${use.emailName.toLowerCase()}`}
            </Text>
            <List>
              {effectsOf(use, isFirst, flows).map((effect) => (
                <List.Item key={effect}>{effect}</List.Item>
              ))}
            </List>
          </BlockStack>
        </Modal.Section>
      ))}
    </>
  );
}

type LiveUse = EmailUse & { readonly reach: NonNullable<EmailUse["reach"]> };

/** Live flows that use the email: a published version applies there at once. */
export function isLive(usedBy: readonly EmailUse[]): readonly LiveUse[] {
  return usedBy.flatMap((use) => (use.reach ? [{ ...use, reach: use.reach }] : []));
}

function effectsOf(
  { reach, stepNames }: LiveUse,
  isFirst: boolean,
  flows: TextOf<"flows">,
): string[] {
  const { people, coming, past, without, planned } = reach;
  const comingCount = coming.reduce((sum, { count }) => sum + count, 0);
  const at = coming
    .map(({ stepId, count }) => {
      const step = stepNames[stepId];
      return `${count} before ${step?.name ?? (step ? flows(`step.${step.kind}`).toLowerCase() : "the end")}`;
    })
    .join(", ");
  return [
    people === 0
      ? "Nobody is in the flow now. Everybody who comes to this email from now on gets it."
      : `${formatCounted(people, "person is", "people are")} in the flow now.`,
    ...(comingCount > 0
      ? [
          `${formatCounted(comingCount, "person has", "people have")} yet to come to this email (${at}). They get what you publish, unless they leave the flow before.`,
        ]
      : []),
    ...(past > 0
      ? [
          `${formatCounted(past, "person has", "people have")} passed it. They ${isFirst ? "do not get it" : "get nothing again"}.`,
        ]
      : []),
    ...(without > 0
      ? [
          `${formatCounted(without, "person goes", "people go")} on by an earlier version of the flow, without this email. They do not get it unless you move them on the flow's page.`,
        ]
      : []),
    ...(planned > 0
      ? [
          `${formatCounted(planned, "email is", "emails are")} planned with it already. ${planned === 1 ? "It says" : "They say"} what you publish.`,
        ]
      : []),
  ];
}
