import { BlockStack, Text } from "@shopify/polaris";
import { useFormat, useText } from "~/i18n/text-provider";
import type { EmailChange } from "~/messages/editing/describe-changes";
import { describeSummary } from "../blocks/describe-summary";
import styles from "./cards.module.css";

/** Differences between two versions as text, with changed words. */
export function ChangesList({ changes }: { changes: readonly EmailChange[] }) {
  const text = useText("email-editor");
  const format = useFormat();
  if (changes.length === 0) {
    return (
      <Text as="p" tone="subdued">
        {text("change.none")}
      </Text>
    );
  }
  const partName = (what: EmailChange["what"]) => {
    if (what.part === "language") return format.language(what.name);
    if (what.part !== "block") return text(what.part);
    const block = text(`block.${what.block.kind}`);
    const summary = describeSummary(what.block.summary, text);
    return summary === "" ? block : text("change.block", { block, summary });
  };
  const changeName = ({ what, how, language }: EmailChange) => {
    const place = partName(what);
    const named =
      language === null
        ? place
        : text("place.inLanguage", { place, language: format.languageInText(language) });
    return text(`change.${how}`, { what: named });
  };
  return (
    <BlockStack as="ul" gap="200">
      {changes.map((change, i) => (
        <li key={i}>
          <Text as="p" breakWord>
            {changeName(change)}
          </Text>
          {change.words.length > 0 && (
            <p className={styles.diff}>
              {change.words.map(({ kind, text: words }, at) =>
                kind === "same" ? (
                  <span key={at}>{words}</span>
                ) : kind === "added" ? (
                  <ins key={at}>{words}</ins>
                ) : (
                  <del key={at}>{words}</del>
                ),
              )}
            </p>
          )}
        </li>
      ))}
    </BlockStack>
  );
}
