import { Badge } from "@shopify/polaris";

/** Marketing consent in one or two words. */
export function ConsentBadge({ state }: { state: string }) {
  switch (state) {
    case "subscribed":
      return <Badge tone="success">Subscribed</Badge>;
    case "unsubscribed":
      return <Badge tone="attention">Unsubscribed</Badge>;
    case "pending":
      return <Badge tone="info">To be confirmed</Badge>;
    case "invalid":
      return <Badge tone="warning">Invalid address</Badge>;
    case "redacted":
      return <Badge>Erased</Badge>;
    default:
      return <Badge>Not subscribed</Badge>;
  }
}
