import { BlockStack, Text } from "@shopify/polaris";
import { ScrollableTable } from "~/components/lists/scrollable-table";
import type { Format } from "~/i18n/create-format";
import type { Text as TextOf } from "~/i18n/create-text";
import { useFormat, useText } from "~/i18n/text-provider";
import type { MeasuredContender } from "~/predictions/selection";
import type { ShownHorizonSelection, ShownSelection } from "~/predictions/predictions-summary";
import { writeMissing } from "./not-enough-data";

/** How other models of purchase intent did, and which one is in use. */
export function Contenders({ selection }: { selection: ShownSelection | null }) {
  const text = useText("predictions");
  const format = useFormat();
  return (
    <BlockStack gap="300">
      <Text as="h4" variant="headingSm">
        {text("contenders.title")}
      </Text>
      {selection ? (
        <>
          <Text as="p" tone="subdued">
            {text("contenders.text", { day: format.day(selection.selectedAt) })}
          </Text>
          {selection.horizons.map((horizon) => (
            <Horizon key={horizon.days} horizon={horizon} />
          ))}
          <Text as="p" variant="bodySm" tone="subdued">
            {text("contenders.rule")}
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
  horizon: { days, missing, folds, contenders, winner },
}: {
  horizon: ShownHorizonSelection;
}) {
  const text = useText("predictions");
  const format = useFormat();
  const periods = folds.map(({ from, customers }) =>
    text("contenders.period", { count: customers, day: format.day(from) }),
  );
  return (
    <BlockStack gap="200">
      <Text as="h5" variant="headingSm">
        {text("contenders.days", { days })}
      </Text>
      {missing ? (
        <Text as="p">{writeMissing(missing, text)}</Text>
      ) : (
        <>
          <Text as="p">
            {winner === null
              ? text("contenders.kept")
              : text("contenders.won", { model: nameOf(winner, text) })}
          </Text>
          <Text as="p" tone="subdued">
            {text("contenders.periods", { count: folds.length, periods: format.list(periods) })}
          </Text>
          <ContendersTable contenders={contenders} />
        </>
      )}
    </BlockStack>
  );
}

function ContendersTable({ contenders }: { contenders: readonly MeasuredContender[] }) {
  const text = useText("predictions");
  const format = useFormat();
  const headings = [
    text("candidates.model"),
    text("contenders.result"),
    text("contenders.gain"),
    text("metric.logLoss"),
    text("metric.auc"),
    text("metric.ece"),
    text("contenders.features"),
    text("contenders.settings"),
  ];
  return (
    <ScrollableTable
      columnContentTypes={headings.map((_, n) => (n >= 2 && n <= 6 ? "numeric" : "text"))}
      headings={headings}
      rows={contenders.map((contender) => {
        const { name, verdict, gain, error, logLoss, auc, ece, features } = contender;
        return [
          nameOf(name, text),
          text(`contenders.result.${verdict}`),
          verdict === "base" ? "–" : writeGain(gain, error, text, format),
          format.number(logLoss, 4),
          format.number(auc, 3),
          format.number(ece, 3),
          features === null ? "–" : format.count(features),
          writeSettings(contender, text, format),
        ];
      })}
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

/** Such as "60 trees, up to 4 leaves (best of 6)". */
function writeSettings(
  { parameters, tried }: MeasuredContender,
  text: TextOf<"predictions">,
  format: Format,
): string {
  const settings = Object.entries(parameters).map(([name, value]) =>
    writeSetting(name, value, text, format),
  );
  if (settings.length === 0) return "–";
  const all = settings.join(", ");
  return tried > 1 ? text("contenders.tried", { settings: all, tried }) : all;
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
