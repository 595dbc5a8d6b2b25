import {
  Banner,
  BlockStack,
  Button,
  Card,
  DropZone,
  InlineStack,
  List,
  Text,
} from "@shopify/polaris";
import { useState } from "react";
import { formatCounted } from "~/components/formats";
import { saveText } from "~/components/save-file";
import type { SuppressionImportOutcome } from "~/delivery/suppressions/import-suppressions.server";
import { BYTE_ORDER_MARK, csvLine } from "~/lib/csv";

interface ImportCardProps {
  onImport: (file: File) => Promise<SuppressionImportOutcome>;
}

/** Imports addresses from the shop's previous email program. */
export function ImportCard({ onImport }: ImportCardProps) {
  const [outcome, setOutcome] = useState<SuppressionImportOutcome | null>(null);
  const [isRunning, setIsRunning] = useState(false);
  const take = async (file: File) => {
    setIsRunning(true);
    setOutcome(null);
    setOutcome(await onImport(file).finally(() => setIsRunning(false)));
  };
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            Import
          </Text>
          <Text as="p" tone="subdued">
            A CSV file with a column “email”, and “reason” if you know it: unsubscribe, hard bounce
            or complaint. Bring over who unsubscribed elsewhere before your first email from here.
          </Text>
        </BlockStack>
        {outcome && <Outcome outcome={outcome} />}
        <DropZone
          accept=".csv,text/csv,text/plain"
          type="file"
          allowMultiple={false}
          disabled={isRunning}
          label="CSV file"
          labelHidden
          onDropAccepted={([file]) => {
            if (file) void take(file);
          }}
        >
          <DropZone.FileUpload
            actionTitle={isRunning ? "Importing…" : "Choose a file"}
            actionHint="Up to 50 MB and 500,000 rows"
          />
        </DropZone>
      </BlockStack>
    </Card>
  );
}

const SHOWN_PROBLEMS = 10;

/** Row numbers in the merchant's file, with the problem of each. */
const linesOf = (bad: Extract<SuppressionImportOutcome, { kind: "imported" }>["bad"]): string =>
  BYTE_ORDER_MARK +
  [["row", "problem"], ...bad.map(({ row, problem }) => [String(row), problem])]
    .map(csvLine)
    .join("");

function Outcome({ outcome }: { outcome: SuppressionImportOutcome }) {
  if (outcome.kind === "refused") {
    return (
      <Banner tone="critical">
        {outcome.added > 0 &&
          `${formatCounted(outcome.added, "address", "addresses")} were taken. `}
        {outcome.reason}
      </Banner>
    );
  }
  const { added, known, badCount, bad } = outcome;
  return (
    <Banner tone={badCount > 0 ? "warning" : "success"}>
      <BlockStack gap="200">
        <Text as="p">
          {`${formatCounted(added, "address", "addresses")} suppressed, ${known} known already${
            badCount > 0 ? `, ${formatCounted(badCount, "row")} left out:` : "."
          }`}
        </Text>
        {bad.length > 0 && (
          <List>
            {bad.slice(0, SHOWN_PROBLEMS).map(({ row, problem }) => (
              <List.Item key={row}>{`Row ${row}: ${problem}`}</List.Item>
            ))}
          </List>
        )}
        {bad.length > SHOWN_PROBLEMS && (
          <InlineStack>
            <Button onClick={() => saveText(linesOf(bad), "rows-left-out.csv")}>
              {bad.length < badCount
                ? `Download the first ${bad.length} rows that were left out`
                : "Download all rows that were left out"}
            </Button>
          </InlineStack>
        )}
      </BlockStack>
    </Banner>
  );
}
