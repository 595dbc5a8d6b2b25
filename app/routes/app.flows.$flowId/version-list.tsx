import { Badge, BlockStack, Button, Divider, InlineStack, List, Text } from "@shopify/polaris";
import { useFlowWords, type FlowWords } from "~/components/flows/flow-words";
import { stepWords } from "~/components/flows/step-words";
import type { FlowDifference } from "~/flows/editing/compare-flows";
import type { Step } from "~/flows/definition/step";
import { stepEditsOf } from "~/flows/editing/step-edit";
import type { FlowHistoryEntry } from "~/pages/flows/flow-history.server";
import type { FlowPageData } from "~/pages/flows/flow-page.server";

export interface ShownVersions {
  /** Newest first; null: not loaded yet. */
  entries: readonly FlowHistoryEntry[] | null;
  /** Whether a version is being restored. */
  isRestoring: boolean;
  /** Whether unsaved changes would be lost. */
  isDirty: boolean;
  onRestore: (version: number) => void;
}

/** Each version with its date, what it changed, and a button that restores it. */
export function VersionList(props: ShownVersions & { flow: FlowPageData }) {
  const { flow, entries, isRestoring, isDirty, onRestore } = props;
  const words = useFlowWords(flow.names);
  const { text, format } = words;
  return (
    <BlockStack as="ul" gap="300">
      {entries?.map(({ version, savedAt, changes }) => (
        <BlockStack as="li" key={version} gap="200">
          <Divider />
          <InlineStack align="space-between" blockAlign="center" gap="200">
            <BlockStack>
              <InlineStack gap="200">
                <Text as="span" fontWeight="semibold">
                  {text("history.version", { version })}
                </Text>
                {version === flow.version && <Badge tone="info">{text("history.current")}</Badge>}
              </InlineStack>
              <Text as="span" variant="bodySm" tone="subdued">
                {format.instant(savedAt)}
              </Text>
            </BlockStack>
            {version !== flow.version && flow.status !== "archived" && (
              <Button
                accessibilityLabel={text("history.restoreVersion", { version })}
                disabled={isDirty || isRestoring}
                onClick={() => onRestore(version)}
              >
                {text("history.restore")}
              </Button>
            )}
          </InlineStack>
          <Changes changes={changes} words={words} />
        </BlockStack>
      ))}
    </BlockStack>
  );
}

function Changes({
  changes,
  words,
}: {
  changes: readonly FlowDifference[] | null;
  words: FlowWords;
}) {
  const { text } = words;
  if (changes === null) return null;
  if (changes.length === 0) {
    return (
      <Text as="p" variant="bodySm" tone="subdued">
        {text("history.same")}
      </Text>
    );
  }
  return (
    <List>
      {changes.map((change, i) => (
        <List.Item key={i}>{changeWords(change, words)}</List.Item>
      ))}
    </List>
  );
}

function changeWords(change: FlowDifference, words: FlowWords): string {
  const { text } = words;
  if (change.kind === "part") return text(`history.part.${change.part}`);
  const { step, number } = change;
  const name = nameOf(step, number, words);
  if (change.kind !== "changed") return text(`history.${change.kind}`, { step: name });
  const [before, after] = [change.before, step].map((it) => settingsOf(it, words));
  return before === undefined || after === undefined || before === after
    ? text("history.changed", { step: kindOf(step, number, words) })
    : text("history.changedFrom", { step: kindOf(step, number, words), before, after });
}

const kindOf = (step: Step, number: number | null, { flows }: FlowWords) =>
  number === null ? flows(`step.${step.kind}`) : flows("email", { number });

function nameOf(step: Step, number: number | null, words: FlowWords): string {
  const settings = settingsOf(step, words);
  const kind = kindOf(step, number, words);
  return settings === undefined ? kind : words.text("step", { kind, words: settings });
}

/** A step's settings in words; undefined for an email, whose subject is not part of the flow. */
function settingsOf(step: Step, words: FlowWords): string | undefined {
  const [edit] = stepEditsOf([step]);
  return edit === undefined || step.kind === "send" ? undefined : stepWords(edit, step, {}, words);
}
