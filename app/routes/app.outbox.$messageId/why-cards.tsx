import {
  BlockStack,
  Card,
  InlineGrid,
  InlineStack,
  Link,
  List,
  Text,
  Thumbnail,
} from "@shopify/polaris";
import { ImageIcon } from "@shopify/polaris-icons";
import { formatInstant } from "~/components/formats";
import type { SentEmailPageData } from "~/delivery/outbox/email-page.server";
import type { PlacedPick } from "~/messages/composing/placed-pick";
import { SCORE_SOURCE_WORDS } from "~/recommendations/score-source-words";

/** Why it goes to this person now. */
export function EmailReasonsCard({ message }: { message: SentEmailPageData }) {
  const { customerId, customerName, flowId, flowName, flowVersion, why } = message;
  const { campaignId, campaignName } = message;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Why this person, why now
        </Text>
        <InlineStack gap="200">
          {customerId !== null && (
            <Link url={`/app/customers/${customerId}`}>
              {customerName ?? `Customer ${customerId}`}
            </Link>
          )}
          {flowId !== null && (
            <Link url={`/app/flows/${flowId}`}>
              {`${flowName ?? "Flow"}, version ${flowVersion ?? 1}`}
            </Link>
          )}
          {campaignId !== null && (
            <Link url={`/app/campaigns/${campaignId}`}>{campaignName ?? "Campaign"}</Link>
          )}
        </InlineStack>
        {why.length === 0 && (
          <Text as="p" tone="subdued">
            {undecidedWords(message)}
          </Text>
        )}
        <List>
          {why.map((sentence) => (
            <List.Item key={sentence}>{sentence}</List.Item>
          ))}
        </List>
      </BlockStack>
    </Card>
  );
}

/** Explains a message without a recorded decision. */
function undecidedWords({ state, reason, ended, timeZone, campaignId }: SentEmailPageData): string {
  if (state === "withheld" && campaignId !== null) {
    return "Drawn at random when the campaign was planned: a few people do not get it, so that it shows what the email changes.";
  }
  if (state === "withheld") {
    return "Drawn at random when the run began: a few people get no email of this flow, so that it shows what the email changes.";
  }
  if (state !== "skipped") return "This is decided when the email is about to leave.";
  if (reason === "campaign_cancelled") return "The campaign was cancelled before it was due.";
  if (ended === null) return "It was taken back before it was due.";
  const isOrdered = reason === "order_placed" || reason === "checkout_completed";
  const order =
    isOrdered && ended.order
      ? `Order ${ended.order.name} was placed on ${formatInstant(ended.order.at, timeZone)}. `
      : "";
  return `${order}The run ended on ${formatInstant(ended.at, timeZone)}, before this email was due, and took it back.`;
}

/** Why each product was chosen; nothing without products. */
export function PicksWhyCard({ picks }: { picks: readonly PlacedPick[] }) {
  if (picks.length === 0) return null;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Why these products
        </Text>
        <BlockStack as="ul" gap="300">
          {picks.map((pick) => (
            <BlockStack as="li" key={pick.productId}>
              <InlineGrid columns="40px 1fr" gap="300" alignItems="start">
                <Thumbnail source={pick.imageUrl ?? ImageIcon} alt="" size="small" />
                <BlockStack gap="050">
                  <Text as="h3" fontWeight="semibold">
                    {pick.title}
                  </Text>
                  <Text as="p">{pick.sentence}</Text>
                  <Text as="p" variant="bodySm" tone="subdued">
                    {scoreWords(pick)}
                  </Text>
                </BlockStack>
              </InlineGrid>
            </BlockStack>
          ))}
        </BlockStack>
      </BlockStack>
    </Card>
  );
}

/** The catalog ranks by dates and counts, and the merchant by hand, so these are not comparable scores. */
function scoreWords(pick: PlacedPick): string {
  const by = `by ${modelWords(pick)}`;
  const isModel = pick.modelKind !== "catalogue" && pick.modelKind !== "merchant";
  return isModel ? `Score ${pick.score.toPrecision(3)}, ${by}` : `Placed ${by}`;
}

function modelWords({ modelKind, modelVersion }: PlacedPick): string {
  const version = modelVersion === null ? "" : `, version ${modelVersion}`;
  return `${SCORE_SOURCE_WORDS[modelKind]}${version}`;
}
