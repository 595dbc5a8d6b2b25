import { Badge, type BadgeProps } from "@shopify/polaris";
import type { CampaignStatus } from "~/campaigns/campaign-status";
import { useText } from "~/i18n/text-provider";

const TONES: Readonly<Record<CampaignStatus, Pick<BadgeProps, "tone">>> = {
  draft: {},
  scheduled: { tone: "info" },
  sending: { tone: "success" },
  paused: { tone: "attention" },
  sent: { tone: "success" },
  canceled: {},
};

/** A campaign's status in one word. */
export function CampaignStatusBadge({ status }: { status: CampaignStatus }) {
  const text = useText("campaigns");
  return <Badge {...TONES[status]}>{text(`status.${status}`)}</Badge>;
}
