import { GROUP_PROTOTYPES, NO_CUSTOMER_GROUP } from "~/predictions/group-prototypes";
import { BROWSING_BEHAVIORS, type Condition, type ConditionOf } from "./condition";
import type { RuleFault, RuleProblem } from "./rule-problem";
import { listConditions, listSegmentIds, type SegmentRule } from "./segment";
import { boundsOf, daysBefore } from "./window";

/** Filters whose values must exist in the shop. */
export const CHECKED_FILTERS = ["product", "variant", "type", "vendor", "collection"] as const;
export type CheckedFilter = (typeof CHECKED_FILTERS)[number];
type KnownNames = Readonly<Record<CheckedFilter, ReadonlySet<string>>>;

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
  /** The products, types and other names of the rule that exist in the shop. */
  readonly known: KnownNames;
}

/** Conditions of a rule that cannot be evaluated; empty if the rule is valid. */
export function findRuleProblems(
  rule: SegmentRule,
  context: RuleContext,
  now: Date,
): RuleProblem[] {
  return listConditions(rule).flatMap(({ path, condition }) => {
    const fault = findConditionFault(condition, context, now);
    return fault === null ? [] : [{ path, ...fault }];
  });
}

function findConditionFault(
  condition: Condition,
  context: RuleContext,
  now: Date,
): RuleFault | null {
  switch (condition.kind) {
    case "did":
      return findBehaviorFault(condition, context, now);
    case "prediction":
    case "group": {
      if (!context.hasPredictions) return { code: "no_predictions" };
      const keys: readonly string[] = GROUPS;
      const unknown = condition.kind === "group" && condition.keys.find((it) => !keys.includes(it));
      return unknown ? { code: "unknown_group", name: unknown } : null;
    }
    case "affinity":
      return findMissing("type", condition.types, context.known);
    case "segment":
      return findSegmentFault(condition.segmentId, context);
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

function findBehaviorFault(
  { behavior, window, where = [] }: ConditionOf<"did">,
  { browsingDays, known }: RuleContext,
  now: Date,
): RuleFault | null {
  if (BROWSING_BEHAVIORS.includes(behavior)) {
    const { from } = boundsOf(window, now);
    if (from === null || from < daysBefore(now, browsingDays)) {
      return { code: "browsing_days", days: browsingDays };
    }
  }
  for (const filter of where) {
    const by = CHECKED_FILTERS.find((it) => it === filter.by);
    const missing = by && "values" in filter ? findMissing(by, filter.values, known) : null;
    if (missing) return missing;
  }
  return null;
}

function findMissing(
  by: CheckedFilter,
  values: readonly string[],
  known: KnownNames,
): RuleFault | null {
  const name = values.find((it) => !known[by].has(it));
  if (name === undefined) return null;
  return by === "type" || by === "vendor"
    ? { code: `unknown_${by}`, name }
    : { code: `unknown_${by}` };
}

function findSegmentFault(otherId: string, { segmentId, segments }: RuleContext): RuleFault | null {
  const byId = new Map(segments.map((it) => [it.segmentId, it]));
  const first = byId.get(otherId);
  if (!first) return { code: "segment_deleted" };
  if (otherId === segmentId) return { code: "segment_self" };
  const reached = new Set([otherId]);
  // Grows while it is iterated: all segments that the rule refers to, directly or indirectly.
  for (const id of reached) {
    const rule = byId.get(id)?.rule;
    for (const next of rule ? listSegmentIds(rule) : []) reached.add(next);
  }
  return segmentId !== null && reached.has(segmentId)
    ? { code: "segment_circular", name: first.name }
    : null;
}
