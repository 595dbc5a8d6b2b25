import { BlockStack, Text } from "@shopify/polaris";
import type { EmailChange } from "~/messages/editing/describe-changes";
import styles from "./cards.module.css";

/** Differences between two versions as text, with changed words. */
export function ChangesList({ changes }: { changes: readonly EmailChange[] }) {
  if (changes.length === 0) {
    return (
      <Text as="p" tone="subdued">
        No differences
      </Text>
    );
  }
  return (
    <BlockStack as="ul" gap="200">
      {changes.map(({ what, how, words }, i) => (
        <li key={i}>
          <Text as="p" breakWord>
            {`${what} ${how}`}
          </Text>
          {words.length > 0 && (
            <p className={styles.diff}>
              {words.map(({ kind, text }, at) =>
                kind === "same" ? (
                  <span key={at}>{text}</span>
                ) : kind === "added" ? (
                  <ins key={at}>{text}</ins>
                ) : (
                  <del key={at}>{text}</del>
                ),
              )}
            </p>
          )}
        </li>
      ))}
    </BlockStack>
  );
}
