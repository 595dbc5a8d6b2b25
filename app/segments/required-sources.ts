import { BROWSING_BEHAVIORS, usesOrderCount, type Condition } from "./condition";
import { EVENT_BY_BEHAVIOR, getEventKind } from "./behavior-events";
import { listConditions, type SegmentRule } from "./segment";

/** Customer data in separate tables. */
const SOURCES = [
  "orders",
  "order_lines",
  "visits",
  "checkouts",
  "suppressions",
  "flow_properties",
  "opens",
] as const;

/** The sources that some rules need. Profiles, predictions and memberships are always loaded. */
export interface RequiredSources {
  readonly sources: ReadonlySet<(typeof SOURCES)[number]>;
  /** Kinds of events. */
  readonly kinds: readonly string[];
}

/** All sources that a rule can need. */
export const ALL_SOURCES: RequiredSources = {
  sources: new Set(SOURCES),
  kinds: Object.values(EVENT_BY_BEHAVIOR),
};

/** The sources that decide these rules. */
export function getRequiredSources(rules: readonly SegmentRule[]): RequiredSources {
  const all = rules.flatMap((rule) => listConditions(rule).map(({ condition }) => condition));
  return {
    sources: new Set(all.flatMap(listSources)),
    kinds: [...new Set(all.flatMap(listEventKinds))],
  };
}

function listSources(condition: Condition): (typeof SOURCES)[number][] {
  if (condition.kind === "suppressed") return ["suppressions"];
  if (condition.kind === "flow_property") return ["flow_properties"];
  if (condition.kind !== "did" || usesOrderCount(condition)) return [];
  const { behavior, where = [] } = condition;
  if (behavior === "ordered") return where.length > 0 ? ["orders", "order_lines"] : ["orders"];
  if (behavior === "opened_email") return ["opens"];
  if (behavior === "started_checkout") return ["checkouts"];
  return BROWSING_BEHAVIORS.includes(behavior) ? ["visits"] : [];
}

function listEventKinds(condition: Condition): string[] {
  const kind = condition.kind === "did" ? getEventKind(condition.behavior) : null;
  return kind === null ? [] : [kind];
}
