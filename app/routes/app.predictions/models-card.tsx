import { Badge, BlockStack, Divider, InlineStack, Text } from "@shopify/polaris";
import { Fragment, type ReactNode } from "react";
import { HowCalculated } from "~/components/charts/how-calculated";
import { TitledCard } from "~/components/titled-card";
import { useFormat, useText } from "~/i18n/text-provider";
import type { Format } from "~/i18n/create-format";
import type { Text as TextOf } from "~/i18n/create-text";
import type {
  ModelVerdict,
  PredictionsSummary,
  ShownModel,
} from "~/predictions/predictions-summary";
import type { UpliftEvidence } from "~/predictions/quality";
import { COMPARED_PREDICTIONS, type ComparedPrediction } from "~/predictions/selection";
import { CandidatesTable } from "./candidates-table";
import { Contenders } from "./contenders";
import { writeMissing } from "./not-enough-data";

/** Every model with its back-test table. */
export function PredictionModelsCard({
  summary: { models, currency, selection },
}: {
  summary: PredictionsSummary;
}) {
  const text = useText("predictions");
  return (
    <TitledCard title={text("models.title")} text={text("models.text")}>
      {models.map((model, i) => (
        <Fragment key={model.kind}>
          {i > 0 && <Divider />}
          <Model model={model} currency={currency}>
            {isCompared(model.kind) && (
              <Contenders comparison={selection} prediction={model.kind} />
            )}
          </Model>
        </Fragment>
      ))}
    </TitledCard>
  );
}

const isCompared = (kind: ShownModel["kind"]): kind is ComparedPrediction =>
  COMPARED_PREDICTIONS.some((it) => it === kind);

interface ModelProps {
  model: ShownModel;
  currency: string;
  /** Follows the table of the back-test. */
  children: ReactNode;
}

function Model({ model, currency, children }: ModelProps) {
  const { kind, source, verdict, window, measuredOn, candidates, isRetained, trainedAt } = model;
  const text = useText("predictions");
  const format = useFormat();
  return (
    <BlockStack gap="200">
      <InlineStack align="space-between" gap="200">
        <Text as="h3" variant="headingSm">
          {text(`model.${kind}`)}
        </Text>
        <Badge {...(source === "shop" && { tone: "success" })}>{text(`models.${source}`)}</Badge>
      </InlineStack>
      <Text as="p">{writeVerdict(verdict, text, format)}</Text>
      {verdict.kind === "ranked" && <Text as="p">{text("uplift.people", verdict.evidence)}</Text>}
      {verdict.kind === "missing" && source === "shop" && (
        <Text as="p">{text("models.untested")}</Text>
      )}
      {isRetained && <Text as="p">{text("models.retained")}</Text>}
      <Text as="p" variant="bodySm" tone="subdued">
        {text("models.trained", { day: format.day(trainedAt) })}
      </Text>
      {candidates.length > 0 && (
        <HowCalculated>
          {window !== null && (
            <Text as="p" tone="subdued">
              {text("models.tested", {
                count: measuredOn,
                days: window.days,
                day: format.day(window.from),
              })}
            </Text>
          )}
          {verdict.kind === "ranked" && <UpliftStatistics evidence={verdict.evidence} />}
          <CandidatesTable candidates={candidates} currency={currency} />
          {children}
        </HowCalculated>
      )}
    </BlockStack>
  );
}

function writeVerdict(verdict: ModelVerdict, text: TextOf<"predictions">, format: Format): string {
  switch (verdict.kind) {
    case "missing":
      return writeMissing(verdict.missing, text);
    case "ranked":
      return text(`verdict.${verdict.evidence.verdict}`);
    case "not_compared":
      return text("verdict.not_compared");
    case "better":
    case "worse":
    case "similar":
      return text(`verdict.${verdict.kind}`, { change: format.rate(verdict.change, 0) });
  }
}

/** The rates of both groups, and the Qini of the better learner. */
function UpliftStatistics({ evidence }: { evidence: UpliftEvidence }) {
  const text = useText("predictions");
  const format = useFormat();
  const { learner, qini, low, high, heldOut, heldOutBuyers, treated, treatedBuyers } = evidence;
  return (
    <>
      <Text as="p" tone="subdued">
        {text("uplift.about", {
          learner: text(learner === "tLearner" ? "candidate.t_learner" : "candidate.s_learner"),
          qini: format.number(qini),
          low: format.number(low),
          high: format.number(high),
        })}
      </Text>
      <Text as="p" tone="subdued">
        {text("uplift.rates", {
          heldOutRate: format.rate(heldOutBuyers / heldOut),
          treatedRate: format.rate(treatedBuyers / treated),
        })}
      </Text>
    </>
  );
}
