import { BlockStack, Button, Text } from "@shopify/polaris";
import { ScrollableTable } from "~/components/lists/scrollable-table";
import { useFormat, useText } from "~/i18n/text-provider";
import type { ListedEndpoint } from "~/pages/api-keys/webhooks-page.server";
import { useTypeName } from "./use-type-name";

type Recent = ListedEndpoint["recent"][number];

interface RecentWebhooksProps {
  recent: readonly Recent[];
  isBusy: boolean;
  onReplay: (webhookId: string) => void;
}

/** An endpoint's newest webhooks with what it answered. */
export function RecentWebhooks({ recent, isBusy, onReplay }: RecentWebhooksProps) {
  const text = useText("api-keys");
  const format = useFormat();
  const typeName = useTypeName();
  if (recent.length === 0) {
    return (
      <Text as="p" tone="subdued">
        {text("webhooks.recent.none")}
      </Text>
    );
  }
  const statusOf = ({ state, attempts, nextRunAt }: Recent) =>
    state === "pending" && nextRunAt !== null
      ? text("webhooks.next", { attempts, time: format.instant(nextRunAt) })
      : text("webhooks.state", { state });
  const responseOf = ({ responseStatus, lastError }: Recent) =>
    responseStatus === null
      ? text("webhooks.response", { reason: lastError ?? "none" })
      : String(responseStatus);
  return (
    <BlockStack gap="100">
      <Text as="h4" variant="headingXs">
        {text("webhooks.recent")}
      </Text>
      <ScrollableTable
        columnContentTypes={["text", "text", "text", "text", "text"]}
        headings={(["event", "time", "status", "response", "action"] as const).map((column) =>
          text(`webhooks.recent.${column}`),
        )}
        rows={recent.map((it) => {
          const [type, time] = [typeName(it.type), format.instant(it.occurredAt)];
          // A test is sent again as a test.
          const isReplayable = it.state !== "pending" && it.type !== "webhook.test";
          return [
            ...[type, time, statusOf(it), responseOf(it)],
            isReplayable && (
              <Button
                key={it.webhookId}
                variant="plain"
                disabled={isBusy}
                accessibilityLabel={text("webhooks.replay.label", { type, time })}
                onClick={() => onReplay(it.webhookId)}
              >
                {text("webhooks.replay")}
              </Button>
            ),
          ];
        })}
      />
    </BlockStack>
  );
}
