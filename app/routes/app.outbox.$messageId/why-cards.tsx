import { BlockStack, InlineGrid, InlineStack, Link, List, Text, Thumbnail } from "@shopify/polaris";
import { ImageIcon } from "@shopify/polaris-icons";
import { TitledCard } from "~/components/titled-card";
import type { SentEmailPageData } from "~/pages/outbox/email-page.server";
import type { Format } from "~/i18n/create-format";
import type { Text as TextOf } from "~/i18n/create-text";
import { useFormat, useText } from "~/i18n/text-provider";
import type { PlacedPick } from "~/messages/composing/placed-pick";
import { describeSkipReason } from "~/delivery/decision/describe-decision";
import type { DiscountFact } from "~/experiments/offers/discount-fact";
import type { DecisionFact } from "~/delivery/decision/explain-decision";

/** Why it goes to this person now. */
export function EmailReasonsCard({ message }: { message: SentEmailPageData }) {
  const { customerId, customerName, flowId, flowName, flowVersion, why } = message;
  const { campaignId, campaignName } = message;
  const text = useText("outbox");
  const delivery = useText("delivery");
  const format = useFormat();
  return (
    <TitledCard title={text("why.title")} gap="300">
      <InlineStack gap="200">
        {customerId !== null && (
          <Link url={`/app/customers/${customerId}`}>
            {customerName ?? text("customer", { id: customerId })}
          </Link>
        )}
        {flowId !== null && (
          <Link url={`/app/flows/${flowId}`}>
            {flowName === null
              ? text("why.unknownFlow", { version: flowVersion ?? 1 })
              : text("why.flow", { name: flowName, version: flowVersion ?? 1 })}
          </Link>
        )}
        {campaignId !== null && (
          <Link url={`/app/campaigns/${campaignId}`}>
            {campaignName ?? text("why.unknownCampaign")}
          </Link>
        )}
      </InlineStack>
      {why.length === 0 && (
        <Text as="p" tone="subdued">
          {describeUndecided(message, text, format)}
        </Text>
      )}
      <List>
        {why.map((fact) => (
          <List.Item key={fact.kind}>{describeFact(fact, { text, delivery, format })}</List.Item>
        ))}
      </List>
    </TitledCard>
  );
}

/** Explains a message without a recorded decision. */
function describeUndecided(
  { state, reason, ended, campaignId }: SentEmailPageData,
  text: TextOf<"outbox">,
  format: Format,
): string {
  if (state === "withheld") {
    return text(campaignId === null ? "why.holdoutFlow" : "why.holdoutCampaign");
  }
  if (state !== "skipped") return text("why.pending");
  if (reason === "campaign_canceled") return text("why.campaignCanceled");
  if (ended === null) return text("why.canceled");
  const time = format.instant(ended.at);
  const isOrdered = reason === "order_placed" || reason === "checkout_completed";
  return isOrdered && ended.order
    ? text("why.endedByOrder", {
        order: ended.order.name,
        orderTime: format.instant(ended.order.at),
        time,
      })
    : text("why.ended", { time });
}

/** Why each product was chosen; nothing without products. */
export function PicksWhyCard({ picks }: { picks: readonly PlacedPick[] }) {
  const text = useText("outbox");
  const sources = useText("recommendations");
  const format = useFormat();
  if (picks.length === 0) return null;
  return (
    <TitledCard title={text("picks.title")} gap="300">
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
                  {describeScore(pick, text, sources, format)}
                </Text>
              </BlockStack>
            </InlineGrid>
          </BlockStack>
        ))}
      </BlockStack>
    </TitledCard>
  );
}

/** The catalog ranks by dates and counts, and the merchant by hand, so these are not comparable scores. */
function describeScore(
  { score, modelKind, modelVersion }: PlacedPick,
  text: TextOf<"outbox">,
  sources: TextOf<"recommendations">,
  format: Format,
): string {
  const values = { source: sources(`source.${modelKind}`), score: format.number(score) };
  if (modelKind === "catalog" || modelKind === "merchant") return text("picks.placed", values);
  return modelVersion === null
    ? text("picks.score", values)
    : text("picks.scoreVersion", { ...values, version: modelVersion });
}

interface Texts {
  readonly text: TextOf<"outbox">;
  readonly delivery: TextOf<"delivery">;
  readonly format: Format;
}

/** Describes why a customer got this discount, with the parts of its value and the best alternative. */
function describeDiscount(
  { percent, by, currency, net, reasons, runnerUp, waits }: DiscountFact,
  { text, format }: Pick<Texts, "text" | "format">,
): string {
  const money = (minor: number) => format.money({ minor: Math.round(minor), currency });
  const rate = (its: number) => (its === 0 ? "none" : format.rate(its / 100));
  if (by === "own") return text("fact.discount.own", { percent: rate(percent) });
  if (by === "random") return text("fact.discount.random", { percent: rate(percent) });
  return [
    text("fact.discount.choice", {
      ...{ percent: rate(percent), net: money(net), extra: money(reasons.usual) },
      ...{ email: money(reasons.email), customer: money(reasons.customer) },
      discount: money(reasons.discount),
    }),
    text("fact.discount.runnerUp", {
      ...{ percent: rate(runnerUp.percent), net: money(runnerUp.net), low: money(runnerUp.low) },
    }),
    ...(waits ? [text("fact.discount.waits")] : []),
  ].join(" ");
}

/** Describes a fact behind a delivery decision. */
function describeFact(fact: DecisionFact, { text, delivery, format }: Texts): string {
  switch (fact.kind) {
    case "reason":
      return describeSkipReason(fact.reason, delivery);
    case "trigger":
      return text(`fact.${fact.object}`, { time: format.instant(fact.at) });
    case "consent":
      return text(fact.isSubscribed ? "fact.subscribed" : "fact.notSubscribed");
    case "exempt":
      return text(`fact.exempt.${fact.startedBy}`, { had: fact.had });
    case "cap":
      return text(fact.isLearned ? "fact.capLearned" : "fact.cap", {
        had: fact.had,
        cap: fact.cap,
      });
    case "exempt_from_hour_cap":
      return text("fact.exempt_from_hour_cap");
    case "awake":
      return text("fact.awake", { timeZone: fact.timeZone });
    case "discount":
      return describeDiscount(fact, { text, format });
  }
}
