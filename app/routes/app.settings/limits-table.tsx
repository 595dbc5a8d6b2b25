import { BlockStack, DataTable, Text } from "@shopify/polaris";
import styles from "./limits-table.module.css";
import { SENDING_RULES, type LimitEffect, type RepeatKey } from "~/delivery/decision/sending-rules";

const EFFECTS: Readonly<Record<LimitEffect, string>> = {
  applies: "Applies",
  delays: "Delays, never drops",
  none: "Exempt",
};
const REPEATS: Readonly<Record<RepeatKey, string>> = {
  object: "Same email, same subject matter",
  template: "Same email",
  purchase: "Same email and product, until bought again",
  none: "Exempt",
};

/** Which limit applies to which email. */
export function LimitsTable() {
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        Which limit applies to which email
      </Text>
      <DataTable
        columnContentTypes={["text", "text", "text", "text", "text", "text"]}
        headings={[
          "Email",
          "Hours between two",
          "In 7 days",
          "Learned limit",
          "Same email again",
          "Quiet hours",
        ].map(wrapped)}
        rows={Object.values(SENDING_RULES).map((rule) =>
          [
            rule.label,
            EFFECTS[rule.hourCap],
            EFFECTS[rule.weekCap],
            rule.learnedCap ? "Applies" : "Exempt",
            REPEATS[rule.repeat],
            rule.quietHours ? "Applies" : "Exempt",
          ].map(wrapped),
        )}
        increasedTableDensity
        truncate={false}
      />
      <Text as="p" variant="bodySm" tone="subdued">
        Unsubscribes, suppressed addresses, and the pause and topics that a recipient chose apply to
        every email. So does how often they want email, but for what they asked for by name.
      </Text>
    </BlockStack>
  );
}

const wrapped = (text: string) => (
  <span key={text} className={styles["cell"]}>
    {text}
  </span>
);
