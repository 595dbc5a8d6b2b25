import { Badge } from "@shopify/polaris";
import type { FlowStatus } from "~/flows/definition/flow-status";
import { useText } from "~/i18n/text-provider";

/** A flow's status in one word. */
export function FlowStatusBadge({ status }: { status: FlowStatus }) {
  const text = useText("flows");
  const words = text(`status.${status}`);
  switch (status) {
    case "live":
      return <Badge tone="success">{words}</Badge>;
    case "paused":
      return <Badge tone="attention">{words}</Badge>;
    case "draft":
    case "archived":
      return <Badge>{words}</Badge>;
  }
}
