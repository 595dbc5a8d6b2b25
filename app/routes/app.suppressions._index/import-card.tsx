import { Banner, BlockStack, Button, InlineStack, List, Text } from "@shopify/polaris";
import { useState } from "react";
import { ErrorBanner } from "~/components/error-banner";
import { CsvDropZone } from "~/components/csv-drop-zone";
import { saveText } from "~/components/save-file";
import { TitledCard } from "~/components/titled-card";
import type { SuppressionImportOutcome } from "~/pages/suppressions/import-suppressions.server";
import { useText } from "~/i18n/text-provider";
import { BYTE_ORDER_MARK, csvLine } from "~/lib/csv";

interface ImportCardProps {
  onImport: (file: File) => Promise<SuppressionImportOutcome>;
}

/** Imports addresses from the shop's previous email program. */
export function ImportCard({ onImport }: ImportCardProps) {
  const text = useText("suppressions");
  const [outcome, setOutcome] = useState<SuppressionImportOutcome | null>(null);
  const [isRunning, setIsRunning] = useState(false);
  const take = async (file: File) => {
    setIsRunning(true);
    setOutcome(null);
    setOutcome(await onImport(file).finally(() => setIsRunning(false)));
  };
  return (
    <TitledCard title={text("import.title")} text={text("import.text")} gap="300">
      {outcome && <Outcome outcome={outcome} />}
      <CsvDropZone
        label={text("import.file")}
        action={text(isRunning ? "import.running" : "import.choose")}
        hint={text("import.hint")}
        isBusy={isRunning}
        onFile={(file) => void take(file)}
      />
    </TitledCard>
  );
}

const SHOWN_PROBLEMS = 10;

function Outcome({ outcome }: { outcome: SuppressionImportOutcome }) {
  const text = useText("suppressions");
  if (outcome.kind === "refused") {
    const { reason, row, added } = outcome;
    return (
      <ErrorBanner>
        <p>{text(`refused.${reason}`, { row })}</p>
        {added > 0 && <p>{text("import.addedBefore", { added })}</p>}
      </ErrorBanner>
    );
  }
  const { added, known, badCount, bad } = outcome;
  const rows = bad.map(({ row, problem }) => ({
    row,
    problem: text(`import.problem.${problem}`),
  }));
  const file = () =>
    BYTE_ORDER_MARK +
    [
      [text("import.rowColumn"), text("import.problemColumn")],
      ...rows.map(({ row, problem }) => [String(row), problem]),
    ]
      .map(csvLine)
      .join("");
  return (
    <Banner tone={badCount > 0 ? "warning" : "success"}>
      <BlockStack gap="200">
        <Text as="p">
          {badCount > 0
            ? text("import.doneWithSkipped", { added, known, skipped: badCount })
            : text("import.done", { added, known })}
        </Text>
        {bad.length > 0 && (
          <List>
            {rows.slice(0, SHOWN_PROBLEMS).map((it) => (
              <List.Item key={it.row}>{text("import.row", it)}</List.Item>
            ))}
          </List>
        )}
        {bad.length > SHOWN_PROBLEMS && (
          <InlineStack>
            <Button onClick={() => saveText(file(), "skipped-rows.csv")}>
              {bad.length < badCount
                ? text("import.downloadFirst", { count: bad.length })
                : text("import.download")}
            </Button>
          </InlineStack>
        )}
      </BlockStack>
    </Banner>
  );
}
