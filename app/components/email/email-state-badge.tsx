import { Badge } from "@shopify/polaris";
import type { EmailState } from "~/messages/editing/email-list.server";

/** Whether an email is the default or customized. */
export function EmailStateBadge({ state }: { state: EmailState }) {
  switch (state) {
    case "ready":
      return <Badge>As it came</Badge>;
    case "published":
      return <Badge tone="success">Your version</Badge>;
    case "draft":
      return <Badge tone="attention">Not published yet</Badge>;
  }
}
