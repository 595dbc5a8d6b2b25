import { Banner, BlockStack, Text } from "@shopify/polaris";
import { describeAudience } from "~/components/campaigns/describe-audience";
import { Dialog } from "~/components/forms/dialog";
import type { ConfirmedSend } from "~/pages/campaigns/confirmed-send";
import type { CampaignSend } from "~/pages/campaigns/review-campaign.server";
import type { CampaignPage } from "~/pages/campaigns/campaign-page.server";
import { useFormat, useText } from "~/i18n/text-provider";
import { useTimeWords } from "./time-words";

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
  const common = useText("common");
  const { count, subjects, from } = send;
  const text = useText("campaigns");
  const verb = campaign.plan.timing.kind === "now" ? "send" : "schedule";
  return (
    <Dialog
      open={isOpen}
      title={text(`dialog.${verb}`, { name: campaign.name })}
      onClose={props.onClose}
      primaryAction={{
        content: text(`dialog.${verb}.action`, { count }),
        loading: isSending || isCounting,
        onAction: () => props.onSend({ count, subjects: [...subjects], from }),
      }}
      secondaryActions={[{ content: common("cancel"), onAction: props.onClose }]}
    >
      <Dialog.Section>
        <BlockStack gap="400">
          {hasChanged && !isCounting && <Banner tone="warning" title={text("dialog.changed")} />}
          <SendFactList {...{ campaign, send, lastAt }} />
          <Text as="p" tone="subdued">
            {text("dialog.undo")}
          </Text>
        </BlockStack>
      </Dialog.Section>
    </Dialog>
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
  const text = useText("campaigns");
  const format = useFormat();
  const time = useTimeWords(campaign);
  const { count, subjects, from, firstAt } = send;
  const audience = describeAudience(campaign.audience, text, format);
  const facts = [
    { label: text("dialog.to"), values: [text("dialog.to.value", { audience, count })] },
    { label: text("dialog.subjects", { count: subjects.length }), values: subjects },
    { label: text("dialog.from"), values: [from] },
    {
      label: text("dialog.time"),
      values: [
        firstAt === null ? text("dialog.time.now") : time,
        ...(lastAt === null ? [] : [text("dialog.time.last", { time: format.instant(lastAt) })]),
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
