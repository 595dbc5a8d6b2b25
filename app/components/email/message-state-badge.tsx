import { Badge } from "@shopify/polaris";

/** A message's state in one word. */
export function MessageStateBadge({ state }: { state: string }) {
  switch (state) {
    case "sent":
      return <Badge tone="success">Sent</Badge>;
    case "planned":
      return <Badge tone="info">Planned</Badge>;
    case "sending":
      return <Badge tone="info">Sending</Badge>;
    case "withheld":
      return <Badge>Left alone</Badge>;
    case "failed":
      return <Badge tone="critical">Failed</Badge>;
    case "unknown":
      return <Badge tone="warning">Not known</Badge>;
    default:
      return <Badge tone="attention">Skipped</Badge>;
  }
}
