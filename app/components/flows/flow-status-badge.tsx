import { Badge } from "@shopify/polaris";

/** Whether a flow takes people in, in one word. */
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
