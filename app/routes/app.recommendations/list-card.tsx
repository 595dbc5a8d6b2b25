import {
  Badge,
  BlockStack,
  Card,
  InlineGrid,
  InlineStack,
  Text,
  Thumbnail,
} from "@shopify/polaris";
import { ImageIcon } from "@shopify/polaris-icons";
import { formatMoney } from "~/lib/money";
import type { ExplainedList, ExplainedPick } from "~/recommendations/explanation";
import { LIST_DESCRIPTIONS, LIST_TITLES, SOURCE_WORDS } from "./list-words";
import { formatScore, ScoreBar } from "./score-bar";

interface ListCardProps {
  list: ExplainedList;
  currency: string;
}

/** One list: each product with its score parts and the sentence in an email. */
export function ListCard({ list: { list, source, picks }, currency }: ListCardProps) {
  const maxScore = Math.max(0, ...picks.map(({ score }) => score));
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {LIST_TITLES[list]}
          </Text>
          <Text as="p" tone="subdued">
            {`${LIST_DESCRIPTIONS[list]} Products much alike are kept apart, so a lower score may stand higher.`}
          </Text>
          {source !== null && source !== list && (
            <Text as="p">
              {`Too little is known for this list, so the whole of it is filled with ${SOURCE_WORDS[source]}.`}
            </Text>
          )}
        </BlockStack>
        {picks.length === 0 ? (
          <Text as="p">Nothing to offer: an email would leave this block out.</Text>
        ) : (
          <BlockStack as="ol" gap="400">
            {picks.map((pick) => (
              <Pick key={pick.productId} pick={pick} maxScore={maxScore} currency={currency} />
            ))}
          </BlockStack>
        )}
      </BlockStack>
    </Card>
  );
}

interface PickProps {
  pick: ExplainedPick;
  maxScore: number;
  currency: string;
}

function Pick({ pick, maxScore, currency }: PickProps) {
  const { title, vendor, imageUrl, priceMinor, score, parts, reason, isPinned } = pick;
  const price = priceMinor === null ? null : formatMoney({ minor: priceMinor, currency });
  return (
    <li>
      <InlineGrid columns="60px 1fr" gap="300" alignItems="start">
        <Thumbnail source={imageUrl ?? ImageIcon} alt="" size="medium" />
        <BlockStack gap="100">
          <InlineStack align="space-between" gap="200">
            <Text as="h3" fontWeight="semibold">
              {title}
            </Text>
            <InlineStack gap="200">
              {isPinned && <Badge tone="info">Pinned</Badge>}
              <Text as="span" tone="subdued" numeric>
                {`Score ${formatScore(score)}`}
              </Text>
            </InlineStack>
          </InlineStack>
          <Text as="p" variant="bodySm" tone="subdued">
            {[price, vendor].filter(Boolean).join(" · ")}
          </Text>
          <Text as="p">{reason}</Text>
          <ScoreBar score={score} parts={parts} maxScore={maxScore} />
        </BlockStack>
      </InlineGrid>
    </li>
  );
}
