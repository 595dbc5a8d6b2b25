import { BlockStack, Text } from "@shopify/polaris";
import { ScrollableTable } from "~/components/lists/scrollable-table";
import { SENDING_RULES } from "~/delivery/decision/sending-rules";
import type { MessagePurpose } from "~/flows/definition/purpose";
import { useText } from "~/i18n/text-provider";
import styles from "./limits-table.module.css";

const PURPOSES = Object.keys(SENDING_RULES) as MessagePurpose[];
const COLUMNS = ["email", "hours", "week", "learned", "repeat", "quiet"] as const;

/** Which limit applies to which email. */
export function LimitsTable() {
  const text = useText("settings");
  const effect = (applies: boolean) => text(`limits.effect.${applies ? "applies" : "none"}`);
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {text("limits.table")}
      </Text>
      <ScrollableTable
        columnContentTypes={["text", "text", "text", "text", "text", "text"]}
        headings={COLUMNS.map((column) => wrapped(text(`limits.column.${column}`), false))}
        rows={PURPOSES.map((purpose) => {
          const rule = SENDING_RULES[purpose];
          return [
            text(`limits.purpose.${purpose}`),
            text(`limits.effect.${rule.hourCap}`),
            text(`limits.effect.${rule.weekCap}`),
            effect(rule.learnedCap),
            text(`limits.repeats.${rule.repeat}`),
            effect(rule.quietHours),
          ].map((words, i) => wrapped(words, COLUMNS[i] === "repeat"));
        })}
        increasedTableDensity
        truncate={false}
      />
      <Text as="p" variant="bodySm" tone="subdued">
        {text("limits.note")}
      </Text>
    </BlockStack>
  );
}

const wrapped = (text: string, isLong: boolean) => (
  <span key={text} className={`${styles["cell"]} ${isLong ? styles["long"] : ""}`}>
    {text}
  </span>
);
