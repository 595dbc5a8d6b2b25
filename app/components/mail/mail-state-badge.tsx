import { Badge } from "@shopify/polaris";
import type { MailState } from "~/messages/editing/mail-list.server";

/** Whether a mail is as it came, or says what the shop made of it. */
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
