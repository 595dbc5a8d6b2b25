import { Badge } from "@shopify/polaris";
import type { CampaignStatus } from "~/campaigns/campaign-status";

/** A campaign's status in one word. */
export function CampaignStatusBadge({ status }: { status: CampaignStatus }) {
  switch (status) {
    case "draft":
      return <Badge>Draft</Badge>;
    case "scheduled":
      return <Badge tone="info">Scheduled</Badge>;
    case "sending":
      return <Badge tone="success">Sending</Badge>;
    case "paused":
      return <Badge tone="attention">Paused</Badge>;
    case "sent":
      return <Badge tone="success">Sent</Badge>;
    case "canceled":
      return <Badge>Canceled</Badge>;
  }
}
