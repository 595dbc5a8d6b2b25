import { Badge, BlockStack, Divider, InlineStack, Text } from "@shopify/polaris";
import { Fragment } from "react";
import { HowCalculated } from "~/components/charts/how-calculated";
import { TitledCard } from "~/components/titled-card";
import { useFormat, useText } from "~/i18n/text-provider";
import type { PredictionsSummary, ShownModel } from "~/predictions/predictions-summary";
import { CandidatesTable } from "./candidates-table";
import { writeMissing } from "./not-enough-data";

/** Every model with its back-test table. */
export function PredictionModelsCard({
  summary: { models, currency },
}: {
  summary: PredictionsSummary;
}) {
  const text = useText("predictions");
  return (
    <TitledCard title={text("models.title")} text={text("models.text")}>
      {models.map((model, i) => (
        <Fragment key={model.kind}>
          {i > 0 && <Divider />}
          <Model model={model} currency={currency} />
        </Fragment>
      ))}
    </TitledCard>
  );
}

function Model({ model, currency }: { model: ShownModel; currency: string }) {
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
      <Text as="p">
        {verdict.kind === "missing"
          ? writeMissing(verdict.missing, text)
          : text(`verdict.${verdict.kind}`, {
              change: verdict.kind === "not_compared" ? "" : format.rate(verdict.change, 0),
            })}
      </Text>
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
          <CandidatesTable candidates={candidates} currency={currency} />
        </HowCalculated>
      )}
    </BlockStack>
  );
}
