import { Badge } from "@shopify/polaris";

/** A flow's status in one word. */
export function FlowStatusBadge({ status }: { status: string }) {
  switch (status) {
    case "live":
      return <Badge tone="success">On</Badge>;
    case "paused":
      return <Badge tone="attention">Paused</Badge>;
    case "archived":
      return <Badge>Archived</Badge>;
    default:
      return <Badge>Off</Badge>;
  }
}
