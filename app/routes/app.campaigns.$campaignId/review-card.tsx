import { useFetcher } from "@remix-run/react";
import {
  Banner,
  BlockStack,
  Button,
  Card,
  InlineStack,
  List,
  Text,
  type BannerHandles,
} from "@shopify/polaris";
import { useCallback, useEffect, useRef, useState, type RefObject } from "react";
import type { CampaignAct } from "~/pages/campaigns/act-on-campaign.server";
import type { CampaignPage } from "~/pages/campaigns/campaign-page.server";
import type { loader } from "../app.campaigns.$campaignId.review/route";
import { useFormat, useText } from "~/i18n/text-provider";
import { describeCampaignProblem, describeCampaignWarning } from "./describe-problem";
import { reviewKey } from "./review-key";
import { SendDialog } from "./send-dialog";
import { WaterfallList } from "./waterfall-list";

interface ReviewCardProps {
  campaign: CampaignPage;
  isDirty: boolean;
  /** Shows what is missing. Returns whether nothing is. */
  onTry: () => boolean;
  busyWith: CampaignAct["act"] | null;
  /** Response to a start that needs a new confirmation, a new object each time; null: none. */
  refusedStart: object | null;
  onAct: (request: CampaignAct) => void;
}

/** The reach and the problems of the saved campaign, with the button to start it. */
export function ReviewCard(props: ReviewCardProps) {
  const { campaign, isDirty, onTry, busyWith, refusedStart, onAct } = props;
  const text = useText("campaigns");
  const delivery = useText("delivery");
  const preview = useText("email-preview");
  const emails = useText("email-problems");
  const format = useFormat();
  const { campaignId, version, plan } = campaign;
  const {
    load,
    data: review,
    state,
  } = useFetcher<typeof loader>({
    key: reviewKey(campaignId),
  });
  const [isOpen, setIsOpen] = useState(false);
  const [hasChanged, setHasChanged] = useState(false);
  const look = useCallback(() => load(`/app/campaigns/${campaignId}/review`), [load, campaignId]);
  useEffect(look, [look, version]);
  useEffect(() => {
    if (refusedStart === null) return;
    setHasChanged(true);
    look();
  }, [refusedStart, look]);
  const toFix = useRef<BannerHandles>(null);
  const open = () => {
    if (!onTry()) return;
    if (review && review.problems.length > 0) return toFix.current?.focus();
    // The confirmation covers what would be sent now, not when the page was opened.
    look();
    setHasChanged(false);
    setIsOpen(true);
  };
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {text("review.title")}
        </Text>
        {/* Counted shortly after the page loads, and after each save. */}
        <div aria-live="polite">
          <BlockStack gap="400">
            {!review && (
              <Text as="p" tone="subdued">
                {text("review.counting")}
              </Text>
            )}
            {review && <WaterfallList waterfall={review.waterfall} />}
            {review?.lastAt && (
              <Text as="p" tone="subdued">
                {text("review.lastAt", { time: format.instant(review.lastAt) })}
              </Text>
            )}
            {review && review.problems.length > 0 && (
              <Messages
                banner={toFix}
                tone="critical"
                title={text("review.problems")}
                messages={review.problems.map((it) =>
                  describeCampaignProblem(it, { text, delivery, preview, emails }),
                )}
              />
            )}
            {review && review.warnings.length > 0 && (
              <Messages
                tone="warning"
                title={text("review.warnings")}
                messages={review.warnings.map((it) => describeCampaignWarning(it, text, format))}
              />
            )}
          </BlockStack>
        </div>
        <InlineStack gap="300" blockAlign="center">
          <Button
            variant="primary"
            disabled={isDirty || busyWith !== null || !review || state !== "idle"}
            loading={busyWith === "start"}
            onClick={open}
          >
            {text(plan.timing.kind === "now" ? "review.send" : "review.schedule")}
          </Button>
          {isDirty && (
            <Text as="span" tone="subdued">
              {text("review.saveFirst")}
            </Text>
          )}
        </InlineStack>
      </BlockStack>
      {review?.send && (
        <SendDialog
          {...{ campaign, send: review.send, lastAt: review.lastAt }}
          isOpen={isOpen}
          isCounting={state !== "idle"}
          isSending={busyWith === "start"}
          hasChanged={hasChanged}
          onSend={(confirmed) => onAct({ act: "start", version, confirmed })}
          onClose={() => setIsOpen(false)}
        />
      )}
    </Card>
  );
}

interface MessagesProps {
  /** Takes the focus. */
  banner?: RefObject<BannerHandles>;
  tone: "critical" | "warning";
  title: string;
  messages: readonly string[];
}

function Messages({ banner, tone, title, messages }: MessagesProps) {
  return (
    <Banner {...(banner && { ref: banner })} tone={tone} title={title}>
      <List>
        {messages.map((message) => (
          <List.Item key={message}>{message}</List.Item>
        ))}
      </List>
    </Banner>
  );
}
