import { BlockStack, Text } from "@shopify/polaris";
import { SENDING_RULES } from "~/delivery/decision/sending-rules";
import type { MessagePurpose } from "~/flows/definition/purpose";
import type { Text as TextOf } from "~/i18n/create-text";
import { useText } from "~/i18n/text-provider";
import styles from "./limits-table.module.css";

const PURPOSES = Object.keys(SENDING_RULES) as MessagePurpose[];
const COLUMNS = ["email", "hours", "week", "learned", "repeat", "quiet"] as const;

/** Which limit applies to which email. */
export function LimitsTable() {
  const text = useText("settings");
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {text("limits.table")}
      </Text>
      {/* On a phone a row is a block, which has no role of its own. */}
      <table role="table" className={styles["table"]}>
        <thead role="rowgroup">
          <tr role="row">
            {COLUMNS.map((column) => (
              <th key={column} role="columnheader" scope="col">
                {text(`limits.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {PURPOSES.map((purpose) => (
            <tr key={purpose} role="row">
              <th role="rowheader" scope="row">
                {text(`limits.purpose.${purpose}`)}
              </th>
              {wordsOf(purpose, text).map(([column, words]) => (
                <td key={column} role="cell">
                  <span className={styles["column"]} aria-hidden>
                    {text(`limits.column.${column}`)}
                  </span>
                  <span>{words}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <Text as="p" variant="bodySm" tone="subdued">
        {text("limits.note")}
      </Text>
    </BlockStack>
  );
}

/** What each limit means for a kind of email. */
function wordsOf(purpose: MessagePurpose, text: TextOf<"settings">) {
  const rule = SENDING_RULES[purpose];
  const effect = (applies: boolean) => text(`limits.effect.${applies ? "applies" : "none"}`);
  return [
    ["hours", text(`limits.effect.${rule.hourCap}`)],
    ["week", text(`limits.effect.${rule.weekCap}`)],
    ["learned", effect(rule.learnedCap)],
    ["repeat", text(`limits.repeats.${rule.repeat}`)],
    ["quiet", effect(rule.quietHours)],
  ] as const;
}
