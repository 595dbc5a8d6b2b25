import { InlineStack, Text } from "@shopify/polaris";
import { useFormat, useText } from "~/i18n/text-provider";
import type { ScorePart, ScoreSource } from "~/recommendations/recommendation";
import styles from "./score-bar.module.css";

/** One color per source, the same in every list. The text below the bar identifies the sources without color. */
const COLORS: Readonly<Record<ScoreSource, string>> = {
  item_knn: "#0b6e4f",
  rp3_beta: "#2a9d8f",
  ease: "#57a773",
  next_order: "#33658a",
  transitions: "#4f86b5",
  user_knn: "#9c6b30",
  up_cf: "#c08552",
  similar_customers: "#6d4c41",
  bought_together: "#7a5c00",
  viewed_together: "#355070",
  bought_after_view: "#6d597a",
  bought_after_cart: "#b56576",
  content: "#8d6a9f",
  session_knn: "#3a7ca5",
  viewed_next: "#16425b",
  views: "#9a8c98",
  viewed_before: "#c9ada7",
  popularity: "#b08900",
  trend: "#d1603d",
  long_term: "#8f7300",
  own_frequency: "#1f3c88",
  own_recency: "#5b7db1",
  repeat_rate: "#6b8f71",
  catalog: "#777777",
  merchant: "#a23b72",
};

interface ScoreBarProps {
  score: number;
  parts: readonly ScorePart[];
  /** The list's highest score, which fills the bar. */
  maxScore: number;
}

/** A score as stacked parts: the widths add up, and negative parts are hatched. */
export function ScoreBar({ score, parts, maxScore }: ScoreBarProps) {
  const text = useText("recommendations");
  const format = useFormat();
  const total = parts.reduce((sum, part) => sum + Math.abs(part.score), 0) || 1;
  const width = maxScore > 0 ? Math.min(1, Math.max(0.05, score / maxScore)) : 1;
  return (
    <div>
      <div className={styles.bar} aria-hidden>
        {parts.map((part) => (
          <div
            key={part.source}
            className={part.score < 0 ? `${styles.part} ${styles.against}` : styles.part}
            style={{
              width: `${((100 * Math.abs(part.score)) / total) * width}%`,
              ...(part.score >= 0 && { background: COLORS[part.source] }),
            }}
          />
        ))}
      </div>
      <InlineStack gap="200">
        {parts.map((part) => (
          <Text key={part.source} as="span" variant="bodySm" tone="subdued">
            <span
              className={styles.swatch}
              style={{ background: COLORS[part.source] }}
              aria-hidden
            />
            {` ${text("pick.part", {
              source: text(`source.${part.source}`),
              score: format.number(part.score),
            })}`}
          </Text>
        ))}
      </InlineStack>
    </div>
  );
}
