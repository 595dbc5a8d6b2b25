import type { SplitCondition } from "../definition/condition";
import type { ExitCondition } from "../definition/exit-condition";
import type { FlowDefinition } from "../flow";
import type { SendIntent } from "../send-step";

/** Facts that cost a read of their own, and are read only where a rule asks for them. */
export interface RequiredFacts {
  readonly activity: boolean;
  readonly predictionRanks: boolean;
  /** What segments know. */
  readonly customer: boolean;
  /** What flows have noted of a profile. */
  readonly properties: boolean;
  /** How dear a product is beside the shop's others. */
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

/** What the rules of these flows look at. */
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

/** What the guards of these mails look at. */
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
      conditions.some(({ kind }) => kind === "no_mail_for"),
    predictionRanks: conditions.some(({ kind }) => RANK_CONDITIONS.has(kind)),
    customer: conditions.some(({ kind }) => kind === "meets_rule"),
    properties: conditions.some(({ kind }) => kind === "has_property"),
    pricePercentile: conditions.some(({ kind }) => kind === "is_dear"),
  };
}
