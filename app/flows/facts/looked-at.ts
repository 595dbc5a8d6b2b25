import type { Condition } from "../definition/condition";
import type { ExitRule } from "../definition/exit-rule";
import type { FlowDefinition } from "../flow";
import type { SendIntent } from "../send-step";

/** Facts that cost a read of their own, and are read only where a rule asks for them. */
export interface LookedAt {
  readonly activity: boolean;
  readonly standing: boolean;
  /** What segments know. */
  readonly customer: boolean;
  /** What flows have noted of a profile. */
  readonly properties: boolean;
  /** How dear a product is beside the shop's others. */
  readonly dearness: boolean;
}

const ACTIVITY_RULES: ReadonlySet<ExitRule> = new Set([
  "added_to_cart",
  "checkout_started",
  "came_back",
]);
const STANDING_CONDITIONS: ReadonlySet<Condition["kind"]> = new Set([
  "likely_to_order",
  "valuable",
]);

/** What the rules of these flows look at. */
export function lookedAtByFlows(definitions: readonly FlowDefinition[]): LookedAt {
  const asked = definitions.flatMap(({ filter, steps }) => [
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
  const looked = lookedAt(rules, asked);
  return { ...looked, activity: looked.activity || waitsFor };
}

/** What the guards of these mails look at. */
export function lookedAtByMails(
  intents: readonly Pick<SendIntent, "exits" | "filter">[],
): LookedAt {
  return lookedAt(
    intents.flatMap(({ exits }) => exits),
    intents.flatMap(({ filter }) => filter),
  );
}

function lookedAt(rules: readonly ExitRule[], asked: readonly Condition[]): LookedAt {
  return {
    activity:
      rules.some((rule) => ACTIVITY_RULES.has(rule)) ||
      asked.some(({ kind }) => kind === "no_mail_for"),
    standing: asked.some(({ kind }) => STANDING_CONDITIONS.has(kind)),
    customer: asked.some(({ kind }) => kind === "meets_rule"),
    properties: asked.some(({ kind }) => kind === "has_property"),
    dearness: asked.some(({ kind }) => kind === "is_dear"),
  };
}
