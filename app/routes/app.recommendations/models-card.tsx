import { BlockStack, Divider, InlineGrid, Text } from "@shopify/polaris";
import { HowCalculated } from "~/components/charts/how-calculated";
import { KeyFigures } from "~/components/charts/figures";
import { ShareBars } from "~/components/charts/share-bars";
import { ScrollableTable } from "~/components/lists/scrollable-table";
import { TitledCard } from "~/components/titled-card";
import type { Text as TextOf } from "~/i18n/create-text";
import { useFormat, useText } from "~/i18n/text-provider";
import type {
  ExplainedChoice,
  RecommendationsExplained,
} from "~/pages/recommendations/explanation";
import { ScoreSource } from "~/recommendations/recommendation";

type Models = Pick<RecommendationsExplained, "coverage"> & {
  models: Pick<
    NonNullable<RecommendationsExplained["models"]>,
    "customers" | "products" | "choices" | "worseLists"
  > | null;
};

/** The models behind the lists: training data, contributions and evaluation. */
export function RecommendationModelsCard({ models, coverage: { offerable, reachable } }: Models) {
  const text = useText("recommendations");
  const format = useFormat();
  return (
    <TitledCard title={text("models.title")}>
      <KeyFigures
        figures={[
          { label: text("models.offerable"), value: format.count(offerable) },
          {
            label: text("models.reachable"),
            value: format.rate(offerable === 0 ? 0 : reachable / offerable, 0),
            note: text("models.reachableNote"),
          },
        ]}
      />
      {models === null ? (
        <Text as="p">{text("models.none")}</Text>
      ) : (
        <>
          <Text as="p" tone="subdued">
            {text("models.trainedOn", {
              customers: models.customers,
              products: models.products,
            })}
          </Text>
          {models.worseLists !== null && (
            <Text as="p">
              {text("models.retained", {
                lists: format.list(models.worseLists.map((list) => text(`list.${list}`))),
              })}
            </Text>
          )}
          <Divider />
          <InlineGrid columns={{ xs: 1, md: 2 }} gap="600">
            {models.choices.map((choice) => (
              <Choice key={choice.list} choice={choice} />
            ))}
          </InlineGrid>
        </>
      )}
    </TitledCard>
  );
}

function Choice({ choice }: { choice: ExplainedChoice }) {
  const { list, chosen, customers, windowDays, contenders, weights, similar, visits } = choice;
  const text = useText("recommendations");
  const format = useFormat();
  const inUse = contenders.find(({ name }) => name === chosen);
  return (
    <BlockStack gap="300">
      <Text as="h3" variant="headingSm">
        {text(`list.${list}`)}
      </Text>
      <Text as="p">
        {customers === 0
          ? text("models.untested", { days: windowDays })
          : text("models.tested", {
              model: labelContender(chosen, text),
              customers,
              days: windowDays,
              rate: format.rate(inUse?.hitRate10 ?? 0),
            })}
      </Text>
      {weights.length > 0 && <ShareBars shares={sharesOf(weights, text)} />}
      {(contenders.length > 0 || similar || visits) && (
        <HowCalculated>
          {visits && <Text as="p">{describeVisits(visits, text, format)}</Text>}
          {similar && <Text as="p">{describeSimilar(similar, text, format)}</Text>}
          {contenders.length > 0 && (
            <>
              <Text as="h4" variant="headingSm">
                {text("models.compare", { count: contenders.length })}
              </Text>
              <ScrollableTable
                columnContentTypes={["text", "numeric", "numeric"]}
                headings={[
                  text("models.column.model"),
                  text("models.column.hitRate"),
                  text("models.column.ndcg"),
                ]}
                rows={contenders.map(({ name, hitRate10, ndcg10 }) => {
                  const model = labelContender(name, text);
                  return [
                    name === chosen ? text("models.inUse", { model }) : model,
                    format.rate(hitRate10),
                    format.number(ndcg10, 3),
                  ];
                })}
              />
              <Text as="p" variant="bodySm" tone="subdued">
                {text("models.metrics")}
              </Text>
            </>
          )}
        </HowCalculated>
      )}
    </BlockStack>
  );
}

/** Whether similar customers count for customers with few orders, and why. */
function describeSimilar(
  { share, customers, gain }: NonNullable<ExplainedChoice["similar"]>,
  text: TextOf<"recommendations">,
  format: ReturnType<typeof useFormat>,
): string {
  if (gain === null) return text("models.similarUntested");
  return text(share > 0 ? "models.similarUsed" : "models.similarUnused", {
    customers,
    gain: format.number(gain.mean, 3),
    error: format.number(gain.error, 3),
  });
}

/** Whether the models of visits count in a list, and why. */
function describeVisits(
  { areUsed, gain }: NonNullable<ExplainedChoice["visits"]>,
  text: TextOf<"recommendations">,
  format: ReturnType<typeof useFormat>,
): string {
  if (gain === null) return text("models.visitsUntested");
  return text(areUsed ? "models.visitsUsed" : "models.visitsUnused", {
    gain: format.number(gain.mean, 3),
    error: format.number(gain.error, 3),
  });
}

/** Contenders that combine models. */
const COMBINED = ["blend", "blend_firm", "blend_from_best", "in_use", "general"] as const;

function labelContender(name: string, text: TextOf<"recommendations">): string {
  const combined = COMBINED.find((it) => it === name);
  if (combined) return text(`contender.${combined}`);
  const source = ScoreSource.parse(name);
  return text("contender.only", { source: text(`source.${source}`) });
}

/** Smaller shares would show as 0%. */
const MIN_SHARE = 0.005;

/** Each source's share of the absolute weights. */
function sharesOf(weights: ExplainedChoice["weights"], text: TextOf<"recommendations">) {
  const sizeOf = ({ share, log }: { share: number; log: number }) =>
    Math.abs(share) + Math.abs(log);
  const all = weights.reduce((sum, weight) => sum + sizeOf(weight), 0) || 1;
  return weights
    .filter((weight) => sizeOf(weight) / all >= MIN_SHARE)
    .map((weight) => {
      const source = text(`source.${weight.source}`);
      return {
        label: weight.share + weight.log < 0 ? text("models.against", { source }) : source,
        share: sizeOf(weight) / all,
      };
    });
}
