import {
  Badge,
  BlockStack,
  Button,
  Card,
  InlineGrid,
  InlineStack,
  Text,
  Thumbnail,
} from "@shopify/polaris";
import { ImageIcon } from "@shopify/polaris-icons";
import { useState } from "react";
import { HowCalculated } from "~/components/charts/how-calculated";
import { describePickReason } from "~/components/recommendations/describe-pick-reason";
import { useFormat, useText } from "~/i18n/text-provider";
import type { Text as TextOf } from "~/i18n/create-text";
import type { ExplainedList, ExplainedPick } from "~/pages/recommendations/explanation";
import type { ListSource } from "~/recommendations/recommendation";
import { ScoreBar } from "./score-bar";

/** More make the page long: it shows several lists. */
const FIRST_PICKS = 3;

interface ListCardProps {
  list: ExplainedList;
  currency: string;
}

/** One list: each product with its reason, and its score on request. */
export function ListCard({ list: { list, source, picks }, currency }: ListCardProps) {
  const text = useText("recommendations");
  const [isWhole, setIsWhole] = useState(false);
  const filledFrom = source !== null && source !== list ? source : null;
  const shown = picks.slice(0, isWhole ? picks.length : FIRST_PICKS);
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {text(`list.${list}`)}
          </Text>
          <Text as="p" tone="subdued">
            {text(`list.${list}.about`)}
          </Text>
          {filledFrom !== null && (
            <Text as="p">{text("list.filled", { source: labelSource(filledFrom, text) })}</Text>
          )}
        </BlockStack>
        {picks.length === 0 ? (
          <Text as="p">{text("list.empty")}</Text>
        ) : (
          <BlockStack as="ol" gap="400">
            {shown.map((pick) => (
              <Pick key={pick.productId} pick={pick} currency={currency} />
            ))}
          </BlockStack>
        )}
        {picks.length > FIRST_PICKS && (
          <InlineStack>
            <Button variant="plain" onClick={() => setIsWhole(!isWhole)}>
              {isWhole ? text("list.showFewer") : text("list.showAll", { count: picks.length })}
            </Button>
          </InlineStack>
        )}
        <Scores picks={shown} />
      </BlockStack>
    </Card>
  );
}

/** New products are ranked by when they were published, which is no score to compare. */
const hasScore = ({ reason }: ExplainedPick) => reason.kind !== "newest";

/** The score of each product, taken apart; nothing for a list without scores. */
function Scores({ picks }: { picks: readonly ExplainedPick[] }) {
  const text = useText("recommendations");
  const format = useFormat();
  const scored = picks.filter(hasScore);
  if (scored.length === 0) return null;
  const maxScore = Math.max(0, ...picks.map(({ score }) => score));
  return (
    <HowCalculated>
      <Text as="p" tone="subdued">
        {text("list.order")}
      </Text>
      <BlockStack as="ul" gap="300">
        {scored.map(({ productId, title, score, parts }) => (
          <BlockStack as="li" key={productId} gap="100">
            <InlineStack align="space-between" gap="200">
              <Text as="span" fontWeight="medium">
                {title}
              </Text>
              <Text as="span" tone="subdued" numeric>
                {text("pick.score", { score: format.number(score) })}
              </Text>
            </InlineStack>
            <ScoreBar score={score} parts={parts} maxScore={maxScore} />
          </BlockStack>
        ))}
      </BlockStack>
    </HowCalculated>
  );
}

interface PickProps {
  pick: ExplainedPick;
  currency: string;
}

function Pick({ pick, currency }: PickProps) {
  const { title, vendor, imageUrl, priceMinor, reason } = pick;
  const text = useText("recommendations");
  const format = useFormat();
  const price = priceMinor === null ? null : format.money({ minor: priceMinor, currency });
  return (
    <li>
      <InlineGrid columns="60px 1fr" gap="300" alignItems="start">
        <Thumbnail source={imageUrl ?? ImageIcon} alt="" size="medium" />
        <BlockStack gap="050">
          <InlineStack align="space-between" gap="200">
            <Text as="h3" fontWeight="semibold">
              {title}
            </Text>
            {reason.kind === "pinned" && <Badge tone="info">{text("pick.pinned")}</Badge>}
          </InlineStack>
          <Text as="p" variant="bodySm" tone="subdued">
            {[price, vendor].filter(Boolean).join(" · ")}
          </Text>
          <Text as="p">{describePickReason(reason, text)}</Text>
        </BlockStack>
      </InlineGrid>
    </li>
  );
}

function labelSource(source: ListSource, text: TextOf<"recommendations">): string {
  switch (source) {
    case "buy_again":
    case "new_for_you":
    case "next_basket":
    case "goes_with":
    case "chosen_next":
      return text(`list.${source}`);
    case "viewed_next":
    case "alike":
    case "like_last_touched":
    case "category_best_sellers":
    case "store_best_sellers":
    case "newest":
      return text(`fallback.${source}`);
  }
}
