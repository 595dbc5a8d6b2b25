import { Badge } from "@shopify/polaris";
import { useText } from "~/i18n/text-provider";
import type { EmailState } from "~/pages/emails/email-list.server";

/** Whether an email is the default or customized. */
export function EmailStateBadge({ state }: { state: EmailState }) {
  const text = useText("email-editor");
  switch (state) {
    case "ready":
      return <Badge>{text("state.ready")}</Badge>;
    case "published":
      return <Badge tone="success">{text("state.published")}</Badge>;
    case "draft":
      return <Badge tone="attention">{text("state.draft")}</Badge>;
  }
}
