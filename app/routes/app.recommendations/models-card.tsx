import { BlockStack, Card, DataTable, Divider, Text } from "@shopify/polaris";
import { Fragment } from "react";
import { KeyFigures } from "~/components/charts/figures";
import { formatCounted, formatCount, formatRate } from "~/components/formats";
import { ShareBars } from "~/components/charts/share-bars";
import type { ExplainedChoice, RecommendationsExplained } from "~/recommendations/explanation";
import { LIST_TITLES } from "./list-words";

type Models = Pick<RecommendationsExplained, "coverage"> & {
  models: {
    customers: number;
    products: number;
    choices: readonly ExplainedChoice[];
    retainedBecause: string | null;
  } | null;
};

/** The models behind the lists: training data, contributions and evaluation. */
export function RecommendationModelsCard({ models, coverage: { offerable, reachable } }: Models) {
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          What the lists rest on
        </Text>
        <KeyFigures
          figures={[
            { label: "Products on offer", value: formatCount(offerable) },
            {
              label: "Within reach",
              value: formatRate(offerable === 0 ? 0 : reachable / offerable, 0),
              note: "can come up for somebody",
            },
          ]}
        />
        {models === null ? (
          <Text as="p">
            Nothing has been learned yet. Until then the newest products are shown.
          </Text>
        ) : (
          <>
            <Text as="p" tone="subdued">
              {`Learned from ${formatCounted(models.customers, "customer")} and ${formatCounted(models.products, "product")}.`}
            </Text>
            {models.retainedBecause !== null && <Text as="p">{models.retainedBecause}</Text>}
            {models.choices.map((choice) => (
              <Fragment key={choice.list}>
                <Divider />
                <Choice choice={choice} />
              </Fragment>
            ))}
          </>
        )}
      </BlockStack>
    </Card>
  );
}

function Choice({ choice }: { choice: ExplainedChoice }) {
  const { list, chosen, customers, contenders, weights, words } = choice;
  return (
    <BlockStack gap="300">
      <Text as="h3" variant="headingSm">
        {LIST_TITLES[list]}
      </Text>
      <Text as="p">{words}</Text>
      {weights.length > 0 && <ShareBars shares={sharesOf(weights)} />}
      {contenders.length > 0 && (
        <details>
          <summary>{`Compare ${formatCounted(contenders.length, "model")} on ${formatCounted(customers, "customer")}`}</summary>
          <DataTable
            columnContentTypes={["text", "numeric", "numeric"]}
            headings={["Model", "Hit rate", "nDCG"]}
            rows={contenders.map(({ name, label, hitRate10, ndcg10 }) => [
              name === chosen ? `${label} (in use)` : label,
              formatRate(hitRate10),
              ndcg10.toFixed(3),
            ])}
          />
          <Text as="p" variant="bodySm" tone="subdued">
            Hit rate: the share of customers who then bought one of the first ten. nDCG: the same,
            counting more for what stood higher.
          </Text>
        </details>
      )}
    </BlockStack>
  );
}

/** Each source's share of the absolute weights. */
function sharesOf(weights: ExplainedChoice["weights"]) {
  const sizeOf = ({ share, log }: { share: number; log: number }) =>
    Math.abs(share) + Math.abs(log);
  const all = weights.reduce((sum, weight) => sum + sizeOf(weight), 0) || 1;
  return weights.map((weight) => ({
    label: weight.share + weight.log < 0 ? `${weight.label} (counts against)` : weight.label,
    share: sizeOf(weight) / all,
  }));
}
