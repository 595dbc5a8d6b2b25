import { Badge } from "@shopify/polaris";
import type { DomainStatus } from "~/delivery/sender/sending-domain";

const BADGES = {
  unchecked: { tone: "attention", label: "Not checked" },
  missing: { tone: "attention", label: "Not set up" },
  pending: { tone: "attention", label: "Waits for DNS" },
  verified: { tone: "success", label: "Verified" },
  lost: { tone: "critical", label: "Lost" },
} as const;

/** A domain's status at the email provider. */
export function DomainBadge({ status }: { status: DomainStatus | null }) {
  const { tone, label } = BADGES[status ?? "unchecked"];
  return <Badge tone={tone}>{label}</Badge>;
}
