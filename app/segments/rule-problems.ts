import { GROUP_PROTOTYPES, NO_CUSTOMER_GROUP } from "~/predictions/models/group-prototypes";
import { BROWSING_BEHAVIORS, type Condition, type ConditionOf } from "./condition";
import { listConditions, listSegmentIds, type SegmentRule } from "./segment";
import { boundsOf, daysBefore } from "./window";

/** The facts about a shop that decide whether its rules can be evaluated. */
export interface RuleContext {
  /** The segment that the rule belongs to; `null` for a new segment and for other rules. */
  readonly segmentId: string | null;
  readonly segments: readonly {
    readonly segmentId: string;
    readonly name: string;
    readonly rule: SegmentRule | null;
  }[];
  /** Whether any prediction exists yet. */
  readonly hasPredictions: boolean;
  /** Retention of browsing data in days. */
  readonly browsingDays: number;
  /** The products, types and vendors of the rule that exist in the catalog. */
  readonly known: Readonly<Record<"product" | "type" | "vendor", ReadonlySet<string>>>;
}

/** A condition that cannot be evaluated: its path and the reason. */
export interface RuleProblem {
  readonly path: readonly number[];
  readonly message: string;
}

/** Conditions of a rule that cannot be evaluated; empty if the rule is valid. */
export function findRuleProblems(
  rule: SegmentRule,
  context: RuleContext,
  now: Date,
): RuleProblem[] {
  return listConditions(rule).flatMap(({ path, condition }) => {
    const message = findConditionProblem(condition, context, now);
    return message === null ? [] : [{ path, message }];
  });
}

function findConditionProblem(
  condition: Condition,
  context: RuleContext,
  now: Date,
): string | null {
  switch (condition.kind) {
    case "did":
      return findBehaviorProblem(condition, context, now);
    case "prediction":
    case "group": {
      if (!context.hasPredictions) {
        return "Nothing has been predicted yet: that begins when the first orders are known.";
      }
      const keys: readonly string[] = GROUPS;
      const unknown = condition.kind === "group" && condition.keys.find((it) => !keys.includes(it));
      return unknown ? `There is no group “${unknown}”.` : null;
    }
    case "affinity":
      return describeMissing(condition.types, context.known.type, "product type");
    case "segment":
      return findSegmentProblem(condition.segmentId, context);
    case "property":
    case "flow_property":
    case "date":
    case "number":
    case "price_band":
    case "consent":
    case "suppressed":
    case "has_address":
      return null;
  }
}

const GROUPS = [...GROUP_PROTOTYPES, NO_CUSTOMER_GROUP].map(({ key }) => key);

function findBehaviorProblem(
  { behavior, window, products }: ConditionOf<"did">,
  { browsingDays, known }: RuleContext,
  now: Date,
): string | null {
  if (BROWSING_BEHAVIORS.includes(behavior)) {
    const { from } = boundsOf(window, now);
    if (from === null || from < daysBefore(now, browsingDays)) {
      return `What was browsed is kept for ${browsingDays} days: ask for the last ${browsingDays} days or fewer.`;
    }
  }
  if (!products) return null;
  const nouns = { product: "product", type: "product type", vendor: "vendor" };
  return describeMissing(products.values, known[products.by], nouns[products.by]);
}

function describeMissing(
  values: readonly string[],
  known: ReadonlySet<string>,
  noun: string,
): string | null {
  const unknown = values.find((it) => !known.has(it));
  return unknown === undefined ? null : `The catalog has no ${noun} “${unknown}”.`;
}

function findSegmentProblem(otherId: string, { segmentId, segments }: RuleContext): string | null {
  const byId = new Map(segments.map((it) => [it.segmentId, it]));
  const first = byId.get(otherId);
  if (!first) return "That segment is no more.";
  if (otherId === segmentId) return "A segment cannot ask about itself.";
  const reached = new Set([otherId]);
  // Grows while it is iterated: all segments that the rule refers to, directly or indirectly.
  for (const id of reached) {
    const rule = byId.get(id)?.rule;
    for (const next of rule ? listSegmentIds(rule) : []) reached.add(next);
  }
  return segmentId !== null && reached.has(segmentId)
    ? `“${first.name}” asks about this segment, directly or through others: neither could be answered.`
    : null;
}
