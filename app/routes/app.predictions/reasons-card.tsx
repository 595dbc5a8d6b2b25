import { BlockStack, Divider, Text } from "@shopify/polaris";
import { Fragment } from "react";
import { HowCalculated } from "~/components/charts/how-calculated";
import { TitledCard } from "~/components/titled-card";
import { useFormat, useText } from "~/i18n/text-provider";
import type {
  BaseFit,
  BehaviorFit,
  FullFit,
  ModeledBehavior,
  PredictionsSummary,
  ShownWeight,
} from "~/predictions/predictions-summary";
import { NotEnoughData } from "./not-enough-data";
import { type WeightRow, Weights } from "./weights";

/** The models' findings in this shop as text: purchase intent and behavior. */
export function ReasonsCard({ summary: { intent, behaviors } }: { summary: PredictionsSummary }) {
  const text = useText("predictions");
  return (
    <TitledCard title={text("reasons.title")} text={text("reasons.text")}>
      {intent.base ? <Base fit={intent.base} /> : <NotEnoughData missing={intent.missing} />}
      {intent.full && (
        <>
          <Divider />
          <Full fit={intent.full} />
        </>
      )}
      {behaviors.map(({ behavior, fit, missing }) => (
        <Fragment key={behavior}>
          <Divider />
          {fit ? (
            <Behavior behavior={behavior} fit={fit} />
          ) : (
            <BlockStack gap="200">
              <Text as="h3" variant="headingSm">
                {text("behavior.title", { behavior })}
              </Text>
              <NotEnoughData missing={missing} />
            </BlockStack>
          )}
        </Fragment>
      ))}
    </TitledCard>
  );
}

function Base({ fit: { days, customers, intercept, slope, chances } }: { fit: BaseFit }) {
  const text = useText("predictions");
  const format = useFormat();
  const [none, one, two] = chances.map((chance) => format.rate(chance, 0)) as [
    string,
    string,
    string,
  ];
  const odds = (logit: number) => format.number(Math.exp(logit), 1);
  return (
    <Fit
      title={text("base.title", { days })}
      finding={
        isCertain(slope) ? text("base.found", { none, one, two, days }) : text("base.unsure")
      }
      about={text("base.about", { count: customers })}
      weights={[
        {
          ...intercept,
          label: text("weight.noRecent"),
          about: text("weight.noRecent.about", { rate: none, days }),
        },
        {
          ...slope,
          label: text("weight.recent"),
          about: text("weight.recent.about", {
            odds: odds(slope.value),
            low: odds(slope.low),
            high: odds(slope.high),
          }),
        },
      ]}
    />
  );
}

function Full({ fit: { days, customers, weights } }: { fit: FullFit }) {
  const text = useText("predictions");
  const format = useFormat();
  const [first, second] = weights
    .filter(isCertain)
    .map(({ feature }) => text(`feature.${feature}`));
  const describeWeight = (weight: ShownWeight) =>
    isCertain(weight)
      ? text(weight.value > 0 ? "weight.multiplies" : "weight.divides", {
          factor: format.number(Math.exp(Math.abs(weight.value)), 2),
        })
      : text("weight.unsure");
  const finding =
    first === undefined
      ? text("full.none")
      : second === undefined
        ? text("full.one", { first })
        : text("full.two", { first, second });
  return (
    <Fit
      title={text("full.title", { days })}
      finding={finding}
      about={text("full.about", { count: customers })}
      weights={weights.map((weight) => ({
        ...weight,
        label: text(`feature.${weight.feature}`),
        about: describeWeight(weight),
      }))}
    />
  );
}

function Behavior({ behavior, fit }: { behavior: ModeledBehavior; fit: BehaviorFit }) {
  const { days, customers, intercept, alpha, beta, rSquared, residualDeviation } = fit;
  const text = useText("predictions");
  const format = useFormat();
  const describeWeight = (weight: ShownWeight) => {
    const amount = format.number(Math.abs(weight.value), 2);
    if (!isCertain(weight)) return text("weight.same", { behavior, amount });
    return text(weight.value > 0 ? "weight.more" : "weight.fewer", { behavior, amount, days });
  };
  return (
    <Fit
      title={text("behavior.title", { behavior })}
      finding={text("behavior.found", { behavior, share: format.rate(rSquared, 0), days })}
      about={text("behavior.about", {
        behavior,
        rSquared: format.number(rSquared),
        deviation: format.number(residualDeviation),
        count: customers,
      })}
      weights={[
        {
          ...intercept,
          label: text("weight.neither"),
          about: text("weight.neither.about", {
            behavior,
            amount: format.number(intercept.value, 2),
            days,
          }),
        },
        { ...alpha, label: text("weight.alpha"), about: describeWeight(alpha) },
        { ...beta, label: text("weight.beta"), about: describeWeight(beta) },
      ]}
    />
  );
}

/** Whether the interval excludes zero. */
const isCertain = ({ low, high }: ShownWeight) => low > 0 || high < 0;

interface FitProps {
  title: string;
  finding: string;
  /** The formula and the training data. */
  about: string;
  weights: readonly WeightRow[];
}

function Fit({ title, finding, about, weights }: FitProps) {
  const text = useText("predictions");
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {title}
      </Text>
      <Text as="p">{finding}</Text>
      <HowCalculated>
        <Text as="p" tone="subdued">
          {about}
        </Text>
        <Text as="p" tone="subdued">
          {text("reasons.intervals")}
        </Text>
        <Weights weights={weights} />
      </HowCalculated>
    </BlockStack>
  );
}
