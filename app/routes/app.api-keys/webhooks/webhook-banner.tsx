import { Banner, BlockStack } from "@shopify/polaris";
import { CopyField } from "~/components/copy-field";
import { WEBHOOK_LIMITS } from "~/events/api/webhook-types";
import { useText } from "~/i18n/text-provider";
import type { WebhookAnswer } from "~/pages/api-keys/change-webhooks.server";

/** What became of the last change. A new secret is shown here once. */
export function WebhookBanner({ answer }: { answer: WebhookAnswer }) {
  const text = useText("api-keys");
  switch (answer.kind) {
    case "created":
    case "rotated":
      return (
        <Banner tone="warning" title={text("webhooks.created", { url: answer.url })}>
          <BlockStack gap="200">
            <p>{text("webhooks.secretText")}</p>
            <CopyField
              label={text("webhooks.secret")}
              value={answer.secret}
              words={{
                copy: text("copy"),
                copied: text("copied"),
                label: text("webhooks.copySecret"),
              }}
            />
          </BlockStack>
        </Banner>
      );
    case "refused":
      return (
        <Banner
          tone="critical"
          title={text(`webhooks.refused.${answer.reason}`, { max: WEBHOOK_LIMITS.endpoints })}
        />
      );
    case "tested": {
      const { url, status, error } = answer;
      const title =
        status === null
          ? text("webhooks.tested.failed", { url, reason: error ?? "" })
          : text(error === null ? "webhooks.tested.ok" : "webhooks.tested.answered", {
              url,
              status: String(status),
            });
      return <Banner tone={error === null ? "success" : "critical"} title={title} />;
    }
    case "replayed":
      return (
        <Banner tone="success" title={text("webhooks.done.replayed", { count: answer.count })} />
      );
    case "saved":
    case "paused":
    case "resumed":
    case "deleted":
      return (
        <Banner tone="success" title={text(`webhooks.done.${answer.kind}`, { url: answer.url })} />
      );
  }
}
