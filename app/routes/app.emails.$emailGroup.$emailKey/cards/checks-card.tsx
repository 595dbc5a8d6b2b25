import { BlockStack, Button, Card, Icon, InlineStack, Text } from "@shopify/polaris";
import { AlertCircleIcon, AlertTriangleIcon } from "@shopify/polaris-icons";
import type { EmailLanguage } from "~/messages/document/languages";
import { findBlock } from "~/messages/editing/block-place";
import { BLOCK_NAMES } from "~/messages/editing/block-words";
import type { DocumentProblem } from "~/messages/editing/check-document";
import { languageName } from "~/messages/editing/describe-changes";
import { EMAIL_ITSELF, type Editor } from "../use-editor";
import styles from "./cards.module.css";

interface ChecksCardProps {
  editor: Editor;
  problems: readonly DocumentProblem[];
  isKnown: boolean;
}

/** All errors and warnings of the email. */
export function ChecksCard({ editor, problems, isKnown }: ChecksCardProps) {
  const sorted = problems.toSorted((a, b) => a.severity.localeCompare(b.severity));
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Checks
        </Text>
        {isKnown && problems.length === 0 && (
          <Text as="p" tone="success">
            Nothing to mend: texts, links, pictures, colors, size and footer.
          </Text>
        )}
        <BlockStack as="ul" gap="200">
          {sorted.map((problem, i) => (
            <li key={i}>
              <ProblemLine problem={problem} editor={editor} hasPlace />
            </li>
          ))}
        </BlockStack>
      </BlockStack>
    </Card>
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
  const { severity, message, language } = problem;
  const { document } = editor;
  const isError = severity === "error";
  const where = placeName(problem, editor);
  const inLanguage = language === document.language ? "" : ` in ${languageName(language)}`;
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
          accessibilityLabel={isError ? "To mend" : "To know"}
        />
      </span>
      <BlockStack inlineAlign="start">
        <Text as="p" breakWord>
          {message}
        </Text>
        {hasPlace && (
          <Button variant="plain" textAlign="start" onClick={go}>
            {`${where}${inLanguage}`}
          </Button>
        )}
      </BlockStack>
    </InlineStack>
  );
}

function placeName({ blockId, field }: DocumentProblem, { document }: Editor): string {
  if (blockId === document.footer.id) return "Footer";
  const block = blockId === null ? null : findBlock(document.blocks, blockId);
  if (block) return BLOCK_NAMES[block.kind];
  if (field === "subject") return "Subject";
  return field === "preheader" ? "Preview text" : "The email";
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
