import { useFetcher } from "@remix-run/react";
import { Banner, BlockStack, Button, Card, InlineStack, List, Modal, Text } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { counted, formatCount, formatInstant } from "~/components/formats";
import type { CampaignAct } from "~/delivery/campaigns/act-on-campaign.server";
import type { CampaignPage } from "~/feedback/campaigns/campaign-page.server";
import type { loader } from "../app.campaigns.$campaignId.review/route";
import { WaterfallList } from "./waterfall-list";

interface ReviewCardProps {
  campaign: CampaignPage;
  isDirty: boolean;
  busyWith: CampaignAct["act"] | null;
  mustAgreeTo: number | null;
  onAct: (asked: CampaignAct) => void;
}

/** Whom the saved campaign reaches and what is wrong with it; from here it is started. */
export function ReviewCard({ campaign, isDirty, busyWith, mustAgreeTo, onAct }: ReviewCardProps) {
  const { campaignId, version, plan } = campaign;
  const { load, data: review, state } = useFetcher<typeof loader>();
  const [isAsking, setIsAsking] = useState(false);
  useEffect(() => load(`/app/campaigns/${campaignId}/review`), [load, campaignId, version]);
  useEffect(() => setIsAsking(mustAgreeTo !== null), [mustAgreeTo]);
  const start = (agreedTo: number | null) => onAct({ act: "start", version, agreedTo });
  const verb = plan.timing.kind === "now" ? "Send now" : "Schedule";
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Before it leaves
        </Text>
        {/* Counted a while after the page is there, and anew after each save. */}
        <div aria-live="polite">
          <BlockStack gap="400">
            {!review && (
              <Text as="p" tone="subdued">
                Counting who would get it…
              </Text>
            )}
            {review && <WaterfallList waterfall={review.waterfall} />}
            {review?.lastAt && (
              <Text as="p" tone="subdued">
                {`They leave little by little, the last about ${formatInstant(review.lastAt, campaign.timeZone)}. That changes when they leave, not how many.`}
              </Text>
            )}
            {review && review.problems.length > 0 && (
              <Messages tone="critical" title="To be put right first" messages={review.problems} />
            )}
            {review && review.warnings.length > 0 && (
              <Messages tone="warning" title="Worth a second look" messages={review.warnings} />
            )}
          </BlockStack>
        </div>
        <InlineStack gap="300" blockAlign="center">
          <Button
            variant="primary"
            disabled={
              isDirty ||
              busyWith !== null ||
              !review ||
              state !== "idle" ||
              review.problems.length > 0
            }
            loading={busyWith === "start"}
            onClick={() => start(null)}
          >
            {verb}
          </Button>
          {isDirty && (
            <Text as="span" tone="subdued">
              Save your changes first.
            </Text>
          )}
        </InlineStack>
      </BlockStack>
      <Modal
        open={isAsking}
        title={`Send to ${counted(mustAgreeTo ?? 0, "customer")}?`}
        onClose={() => setIsAsking(false)}
        primaryAction={{
          content: `Send to ${formatCount(mustAgreeTo ?? 0)}`,
          loading: busyWith === "start",
          onAction: () => start(mustAgreeTo),
        }}
        secondaryActions={[{ content: "Not yet", onAction: () => setIsAsking(false) }]}
      >
        <Modal.Section>
          <Text as="p">
            That is more than a thousand. You can pause or cancel it at any time; what has left by
            then has left.
          </Text>
        </Modal.Section>
      </Modal>
    </Card>
  );
}

interface MessagesProps {
  tone: "critical" | "warning";
  title: string;
  messages: readonly string[];
}

function Messages({ tone, title, messages }: MessagesProps) {
  return (
    <Banner tone={tone} title={title}>
      <List>
        {messages.map((message) => (
          <List.Item key={message}>{message}</List.Item>
        ))}
      </List>
    </Banner>
  );
}
