import { BlockStack, Text } from "@shopify/polaris";
import { ScrollableTable } from "~/components/lists/scrollable-table";
import type { Format } from "~/i18n/create-format";
import type { TextKey } from "~/i18n/messages";
import { useFormat, useText } from "~/i18n/text-provider";
import type { CandidateModel } from "~/predictions/predictions-summary";

interface CandidatesTableProps {
  candidates: readonly CandidateModel[];
  currency: string;
}

/** Models and baselines on the same held-out customers, the one in use first and in bold. */
export function CandidatesTable({ candidates, currency }: CandidatesTableProps) {
  const text = useText("predictions");
  const format = useFormat();
  const write = (key: string, code: string) =>
    text.has(key) ? text(key as TextKey<"predictions">) : code;
  const metrics = [...new Set(candidates.flatMap((it) => Object.keys(it.metrics)))];
  const rows = candidates.toSorted((a, b) => Number(b.isChosen) - Number(a.isChosen));
  return (
    <BlockStack gap="200">
      <ScrollableTable
        columnContentTypes={["text", ...metrics.map(() => "numeric" as const)]}
        headings={[
          text("candidates.model"),
          ...metrics.map((metric) => write(`metric.${metric}`, metric)),
        ]}
        rows={rows.map(({ name, isChosen, metrics: values }) => {
          const model = write(`candidate.${name}`, name);
          return [
            isChosen ? (
              <Text key={name} as="span" fontWeight="semibold">
                {text("candidates.inUse", { model })}
              </Text>
            ) : (
              model
            ),
            ...metrics.map((metric) => formatMetric(metric, values[metric], currency, format)),
          ];
        })}
      />
      <BlockStack as="ul" gap="050">
        {metrics
          .filter((metric) => text.has(`metric.${metric}.about`))
          .map((metric) => (
            <li key={metric}>
              <Text as="span" variant="bodySm" tone="subdued">
                {write(`metric.${metric}.about`, metric)}
              </Text>
            </li>
          ))}
      </BlockStack>
    </BlockStack>
  );
}

function formatMetric(
  metric: string,
  value: number | undefined,
  currency: string,
  format: Format,
): string {
  if (value === undefined || !Number.isFinite(value)) return "–";
  switch (metric) {
    case "mae":
    case "expectedMinor":
    case "actualMinor":
    case "qiniMinor":
      return format.money({ minor: Math.round(value), currency });
    case "coverage":
    case "uplift30":
      return format.rate(value);
    default:
      return format.number(value);
  }
}
