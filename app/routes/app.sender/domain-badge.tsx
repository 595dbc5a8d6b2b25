import { Badge } from "@shopify/polaris";
import type { DomainStatus } from "~/delivery/sending-domain";
import { useText } from "~/i18n/text-provider";

const TONES = {
  unchecked: "attention",
  missing: "attention",
  pending: "attention",
  verified: "success",
  lost: "critical",
} as const;

/** A domain's status at the email provider. */
export function DomainBadge({ status }: { status: DomainStatus | null }) {
  const text = useText("sender");
  const shown = status ?? "unchecked";
  return <Badge tone={TONES[shown]}>{text(`status.${shown}`)}</Badge>;
}
