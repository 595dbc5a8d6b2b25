import type { SplitCondition } from "../definition/condition";
import type { ExitCondition } from "../definition/exit-condition";
import type { FlowDefinition } from "../definition/flow";
import type { SendIntent } from "../definition/send-step";

/** Facts that are only loaded if a rule needs them. */
export interface RequiredFacts {
  readonly activity: boolean;
  readonly predictionRanks: boolean;
  /** The facts for segment rules. */
  readonly customer: boolean;
  /** Properties set by flows. */
  readonly properties: boolean;
  /** The price percentile of a product in its shop. */
  readonly pricePercentile: boolean;
}

const ACTIVITY_EXIT_CONDITIONS: ReadonlySet<ExitCondition> = new Set([
  "added_to_cart",
  "checkout_started",
  "came_back",
]);
const RANK_CONDITIONS: ReadonlySet<SplitCondition["kind"]> = new Set([
  "likely_to_order",
  "valuable",
]);

/** The facts that the rules of these flows need. */
export function getFactsRequiredByFlows(definitions: readonly FlowDefinition[]): RequiredFacts {
  const conditions = definitions.flatMap(({ filter, steps }) => [
    ...filter,
    ...steps.flatMap((step) => (step.kind === "split" ? [step.condition] : [])),
  ]);
  const rules = definitions.flatMap(({ exits, goal }) =>
    goal === null ? exits : [...exits, goal],
  );
  const waitsFor = definitions.some(
    ({ trigger, steps }) =>
      trigger.kind === "browse_idle" || steps.some(({ kind }) => kind === "wait_for"),
  );
  const required = getRequiredFacts(rules, conditions);
  return { ...required, activity: required.activity || waitsFor };
}

/** The facts that the guards of these messages need. */
export function getFactsRequiredByMessages(
  intents: readonly Pick<SendIntent, "exits" | "filter">[],
): RequiredFacts {
  return getRequiredFacts(
    intents.flatMap(({ exits }) => exits),
    intents.flatMap(({ filter }) => filter),
  );
}

function getRequiredFacts(
  rules: readonly ExitCondition[],
  conditions: readonly SplitCondition[],
): RequiredFacts {
  return {
    activity:
      rules.some((rule) => ACTIVITY_EXIT_CONDITIONS.has(rule)) ||
      conditions.some(({ kind }) => kind === "no_email_for"),
    predictionRanks: conditions.some(({ kind }) => RANK_CONDITIONS.has(kind)),
    customer: conditions.some(({ kind }) => kind === "meets_rule"),
    properties: conditions.some(({ kind }) => kind === "has_property"),
    pricePercentile: conditions.some(({ kind }) => kind === "is_high_priced"),
  };
}
