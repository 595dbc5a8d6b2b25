import { BlockStack, Text } from "@shopify/polaris";
import { Disclosure } from "~/components/charts/how-calculated";
import { ScrollableTable } from "~/components/lists/scrollable-table";
import type { Format } from "~/i18n/create-format";
import type { Text as TextOf } from "~/i18n/create-text";
import { useFormat, useText } from "~/i18n/text-provider";
import type { ComparedPrediction, MeasuredContender } from "~/predictions/selection";
import type { ShownSelection, ShownSelections } from "~/predictions/predictions-summary";
import { writeMissing } from "./not-enough-data";

/** How other methods did on a prediction, and which one is in use. */
export function Contenders({
  comparison,
  prediction,
}: {
  comparison: ShownSelections | null;
  prediction: ComparedPrediction;
}) {
  const text = useText("predictions");
  const format = useFormat();
  const selections = comparison?.selections.filter((it) => it.prediction === prediction) ?? [];
  return (
    <BlockStack gap="300">
      <Text as="h4" variant="headingSm">
        {text("contenders.title")}
      </Text>
      {comparison && selections.length > 0 ? (
        <>
          <Text as="p" tone="subdued">
            {text("contenders.text", { day: format.day(comparison.selectedAt) })}
          </Text>
          {selections.map((selection) => (
            <Horizon key={selection.days} selection={selection} />
          ))}
          {prediction === "lifetime" && (
            <Text as="p" variant="bodySm" tone="subdued">
              {text("contenders.aboutSpend")}
            </Text>
          )}
          <Text as="p" variant="bodySm" tone="subdued">
            {text(prediction === "lifetime" ? "contenders.ruleOfSpend" : "contenders.rule")}
          </Text>
        </>
      ) : (
        <Text as="p" tone="subdued">
          {text("contenders.none")}
        </Text>
      )}
    </BlockStack>
  );
}

function Horizon({
  selection: { days, missing, folds, contenders, winner },
}: {
  selection: ShownSelection;
}) {
  const text = useText("predictions");
  const format = useFormat();
  const [base] = contenders;
  const periods = folds.map(({ from, customers }) =>
    text("contenders.period", { count: customers, day: format.day(from) }),
  );
  return (
    <BlockStack gap="200">
      <Text as="h5" variant="headingSm">
        {text("contenders.days", { days })}
      </Text>
      {missing && <Text as="p">{writeMissing(missing, text)}</Text>}
      {base && (
        <>
          <Text as="p">
            {winner === null
              ? text("contenders.kept", { model: nameOf(base.name, text) })
              : text("contenders.won", {
                  model: nameOf(winner, text),
                  base: nameOf(base.name, text),
                })}
          </Text>
          <Text as="p" tone="subdued">
            {text("contenders.periods", { count: folds.length, periods: format.list(periods) })}
          </Text>
          <ContendersTable contenders={contenders} />
          <Disclosure title={text("contenders.details")}>
            <BlockStack as="ul" gap="050">
              {contenders.map((contender) => (
                <li key={contender.name}>
                  <Text as="span" variant="bodySm" tone="subdued">
                    {writeDetails(contender, text, format)}
                  </Text>
                </li>
              ))}
            </BlockStack>
          </Disclosure>
        </>
      )}
    </BlockStack>
  );
}

/** What the savings are measured in. */
const lossIn = (metrics: MeasuredContender["metrics"]) =>
  metrics.deviance === undefined ? "logLoss" : "deviance";

/** Three columns, which fit a telephone. */
function ContendersTable({ contenders }: { contenders: readonly MeasuredContender[] }) {
  const text = useText("predictions");
  const format = useFormat();
  const loss = lossIn(contenders[0]?.metrics ?? {});
  return (
    <ScrollableTable
      columnContentTypes={["text", "numeric", "numeric"]}
      headings={[text("candidates.model"), text("contenders.gain"), text(`metric.${loss}`)]}
      rows={contenders.map(({ name, verdict, gain, error, metrics }) => [
        <div key={name}>
          <Text as="p">{nameOf(name, text)}</Text>
          <Text as="p" variant="bodySm" tone="subdued">
            {text(`contenders.result.${verdict}`)}
          </Text>
        </div>,
        verdict === "base" ? "–" : writeGain(gain, error, text, format),
        format.number(metrics[loss] ?? NaN, 4),
      ])}
    />
  );
}

function nameOf(name: string, text: TextOf<"predictions">): string {
  const key = `candidate.${name}` as "candidate.boosted_trees";
  return text.has(key) ? text(key) : name;
}

function writeGain(
  gain: number,
  error: number,
  text: TextOf<"predictions">,
  format: Format,
): string {
  return text("contenders.gainError", {
    gain: format.number(gain, 4),
    error: format.number(error, 4),
  });
}

/** Such as "Boosted trees: AUC 0.756, ECE 0.036, 30 features, 60 trees, up to 4 leaves (best of 6)". */
function writeDetails(
  { name, metrics, features, parameters, tried }: MeasuredContender,
  text: TextOf<"predictions">,
  format: Format,
): string {
  const details = [
    ...Object.entries(metrics)
      .filter(([metric]) => metric !== lossIn(metrics))
      .map(([metric, value]) => {
        const key = `metric.${metric}` as "metric.auc";
        return text("contenders.metric", { metric: text(key), value: format.number(value, 3) });
      }),
    ...(features === null ? [] : [text("contenders.featureCount", { count: features })]),
    ...Object.entries(parameters).map(([setting, value]) =>
      writeSetting(setting, value, text, format),
    ),
  ].join(", ");
  const model = nameOf(name, text);
  return tried > 1
    ? text("contenders.detailTried", { model, details, tried })
    : text("contenders.detail", { model, details });
}

function writeSetting(
  name: string,
  value: number,
  text: TextOf<"predictions">,
  format: Format,
): string {
  switch (name) {
    case "rounds":
    case "trees":
    case "leaves":
    case "units":
    case "k":
      return text(`contenders.${name}`, { value });
    default:
      return text("contenders.penalty", { value: format.number(value) });
  }
}
