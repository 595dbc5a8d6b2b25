import { Badge } from "@shopify/polaris";
import type { MailState } from "~/messages/editing/mail-list.server";

/** Whether an email is the default or customized. */
export function MailStateBadge({ state }: { state: MailState }) {
  switch (state) {
    case "ready":
      return <Badge>As it came</Badge>;
    case "published":
      return <Badge tone="success">Your version</Badge>;
    case "draft":
      return <Badge tone="attention">Not published yet</Badge>;
  }
}
