import { Banner, BlockStack, Modal, Text } from "@shopify/polaris";
import { formatCounted, formatCount, formatInstant } from "~/components/formats";
import type { ConfirmedSend } from "~/delivery/campaigns/confirmed-send";
import type { CampaignSend } from "~/delivery/campaigns/review-campaign.server";
import type { CampaignPage } from "~/feedback/campaigns/campaign-page.server";
import { timeWords } from "./time-words";

interface SendDialogProps extends SendFacts {
  isOpen: boolean;
  /** Whether the audience is being recounted. */
  isCounting: boolean;
  isSending: boolean;
  /** Whether the confirmed send has changed meanwhile. */
  hasChanged: boolean;
  onSend: (confirmed: ConfirmedSend) => void;
  onClose: () => void;
}

/** Confirms the sending or scheduling of a campaign, with all its details. */
export function SendDialog(props: SendDialogProps) {
  const { campaign, send, lastAt, isOpen, isCounting, isSending, hasChanged } = props;
  const { count, subjects, from } = send;
  const verb = campaign.plan.timing.kind === "now" ? "Send" : "Schedule";
  return (
    <Modal
      open={isOpen}
      title={`${verb} “${campaign.name}”?`}
      onClose={props.onClose}
      primaryAction={{
        content: `${verb} to ${formatCount(count)}`,
        loading: isSending || isCounting,
        onAction: () => props.onSend({ count, subjects: [...subjects], from }),
      }}
      secondaryActions={[{ content: "Not yet", onAction: props.onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="400">
          {hasChanged && !isCounting && (
            <Banner
              tone="warning"
              title="Something changed while this was open. Check it once more."
            />
          )}
          <SendFactList {...{ campaign, send, lastAt }} />
          <Text as="p" tone="subdued">
            You can undo it for 30 seconds. Nothing leaves before that.
          </Text>
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}

interface SendFacts {
  campaign: Pick<CampaignPage, "name" | "audience" | "plan" | "timeZone">;
  send: CampaignSend;
  /** Estimated time of the last email; null: soon after the first. */
  lastAt: string | null;
}

/** Recipients, subject, sender and time. */
export function SendFactList({ campaign, send, lastAt }: SendFacts) {
  const { count, subjects, from, firstAt } = send;
  const facts = [
    { label: "To", values: [`${campaign.audience}: ${formatCounted(count, "customer")}`] },
    { label: subjects.length > 1 ? "Subjects" : "Subject", values: subjects },
    { label: "From", values: [from] },
    {
      label: "Time",
      values: [
        firstAt === null ? "30 seconds after you confirm" : timeWords(campaign),
        ...(lastAt === null ? [] : [`The last about ${formatInstant(lastAt, campaign.timeZone)}`]),
      ],
    },
  ];
  return (
    <dl style={{ display: "grid", gap: "var(--p-space-200) var(--p-space-400)", margin: 0 }}>
      {facts.map(({ label, values }) => (
        <div key={label}>
          <Text as="dt" tone="subdued" variant="bodySm">
            {label}
          </Text>
          {values.map((value) => (
            <dd key={value} style={{ margin: 0, overflowWrap: "anywhere" }}>
              <Text as="span" fontWeight="semibold">
                {value}
              </Text>
            </dd>
          ))}
        </div>
      ))}
    </dl>
  );
}
