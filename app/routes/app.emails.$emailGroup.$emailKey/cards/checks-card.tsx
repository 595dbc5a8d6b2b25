import { BlockStack, Button, Icon, InlineStack, Text } from "@shopify/polaris";
import { AlertCircleIcon, AlertTriangleIcon } from "@shopify/polaris-icons";
import { TitledCard } from "~/components/titled-card";
import type { Text as Words } from "~/i18n/create-text";
import { useFormat, useText } from "~/i18n/text-provider";
import type { EmailLanguage } from "~/messages/document/languages";
import { findBlock } from "~/messages/editing/block-place";
import type { DocumentProblem } from "~/messages/editing/check-document";
import { EMAIL_ITSELF, type Editor } from "../use-editor";
import { useProblemText } from "../use-problem-text";
import styles from "./cards.module.css";

interface ChecksCardProps {
  editor: Editor;
  problems: readonly DocumentProblem[];
  isKnown: boolean;
}

/** All errors and warnings of the email. */
export function ChecksCard({ editor, problems, isKnown }: ChecksCardProps) {
  const text = useText("email-editor");
  const sorted = problems.toSorted((a, b) => a.severity.localeCompare(b.severity));
  return (
    <TitledCard title={text("checks.title")} gap="300">
      {isKnown && problems.length === 0 && (
        <Text as="p" tone="success">
          {text("checks.none")}
        </Text>
      )}
      <BlockStack as="ul" gap="200">
        {sorted.map((problem, i) => (
          <li key={i}>
            <ProblemLine problem={problem} editor={editor} hasPlace />
          </li>
        ))}
      </BlockStack>
    </TitledCard>
  );
}

interface ProblemLineProps {
  problem: DocumentProblem;
  editor: Editor;
  /** Whether it shows its location with a link. */
  hasPlace?: boolean;
}

/** A problem, shown next to its field. */
export function ProblemLine({ problem, editor, hasPlace = false }: ProblemLineProps) {
  const text = useText("email-editor");
  const format = useFormat();
  const problemText = useProblemText();
  const { severity, language } = problem;
  const { document } = editor;
  const isError = severity === "error";
  const place = placeName(problem, editor, text);
  const go = () => {
    editor.setLanguage(language);
    editor.select(problem.blockId ?? EMAIL_ITSELF);
  };
  return (
    <InlineStack gap="200" wrap={false} blockAlign="start">
      <span className={styles.icon}>
        <Icon
          source={isError ? AlertCircleIcon : AlertTriangleIcon}
          tone={isError ? "critical" : "caution"}
          accessibilityLabel={text(`checks.${severity}`)}
        />
      </span>
      <BlockStack inlineAlign="start">
        <Text as="p" breakWord>
          {problemText(problem)}
        </Text>
        {hasPlace && (
          <Button variant="plain" textAlign="start" onClick={go}>
            {language === document.language
              ? place
              : text("place.inLanguage", { place, language: format.languageInText(language) })}
          </Button>
        )}
      </BlockStack>
    </InlineStack>
  );
}

function placeName(
  { blockId, field }: DocumentProblem,
  { document }: Editor,
  text: Words<"email-editor">,
): string {
  if (blockId === document.footer.id) return text("footer");
  const block = blockId === null ? null : findBlock(document.blocks, blockId);
  if (block) return text(`block.${block.kind}`);
  return text(field === "subject" || field === "preheader" ? field : "email");
}

/** Problems of the selected block in the edited language, above its fields. */
export function problemsOfSelection(
  problems: readonly DocumentProblem[],
  { selectedId, language }: Editor,
): readonly DocumentProblem[] {
  const blockId = selectedId === EMAIL_ITSELF ? null : selectedId;
  return problems.filter((it) => it.blockId === blockId && it.language === language);
}

/** Number of problems in each other language. */
export function languagesWithProblems(
  problems: readonly DocumentProblem[],
): ReadonlyMap<EmailLanguage, number> {
  const counts = new Map<EmailLanguage, number>();
  for (const { severity, language } of problems) {
    if (severity === "error") counts.set(language, (counts.get(language) ?? 0) + 1);
  }
  return counts;
}
