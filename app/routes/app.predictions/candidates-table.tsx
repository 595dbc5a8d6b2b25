import { BlockStack, DataTable, Text } from "@shopify/polaris";
import type { CandidateModel } from "~/predictions/predictions-summary";

interface CandidatesTableProps {
  candidates: readonly CandidateModel[];
  metricWords: Readonly<Record<string, string>>;
}

/** Models and baselines on the same held-out customers, the one in use first and in bold. */
export function CandidatesTable({ candidates, metricWords }: CandidatesTableProps) {
  const metrics = [...new Set(candidates.flatMap((it) => Object.keys(it.metrics)))];
  const rows = candidates.toSorted((a, b) => Number(b.isChosen) - Number(a.isChosen));
  return (
    <BlockStack gap="200">
      <DataTable
        columnContentTypes={["text", ...metrics.map(() => "numeric" as const)]}
        headings={["Model", ...metrics]}
        rows={rows.map(({ name, isChosen, metrics: values }) => [
          isChosen ? (
            <Text key={name} as="span" fontWeight="semibold">
              {`${name} (in use)`}
            </Text>
          ) : (
            name
          ),
          ...metrics.map((metric) => formatMetric(values[metric])),
        ])}
      />
      <BlockStack as="ul" gap="050">
        {metrics.map(
          (metric) =>
            metricWords[metric] !== undefined && (
              <Text key={metric} as="p" variant="bodySm" tone="subdued">
                {`${metric}: ${metricWords[metric]}`}
              </Text>
            ),
        )}
      </BlockStack>
    </BlockStack>
  );
}

/** Three significant digits, for any magnitude. */
function formatMetric(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 3);
}
