import { BROWSING_DEEDS, isSummed, type Condition } from "./condition";
import { EVENT_OF, eventOf } from "./deed-events";
import { listConditions, type SegmentRule } from "./segment";

/** What of a customer is kept in tables of its own. */
const SOURCES = ["orders", "order_lines", "visits", "checkouts", "suppressions", "notes"] as const;

/** What some rules ask about. Their profile, scores and memberships are known of all. */
export interface AskedFacts {
  readonly sources: ReadonlySet<(typeof SOURCES)[number]>;
  /** Kinds of events. */
  readonly kinds: readonly string[];
}

/** Everything that a rule may ask about. */
export const ALL_FACTS: AskedFacts = { sources: new Set(SOURCES), kinds: Object.values(EVENT_OF) };

/** What these rules ask about: a customer's other facts change none of their answers. */
export function askedFacts(rules: readonly SegmentRule[]): AskedFacts {
  const all = rules.flatMap((rule) => listConditions(rule).map(({ condition }) => condition));
  return {
    sources: new Set(all.flatMap(sourcesOf)),
    kinds: [...new Set(all.flatMap(kindsOf))],
  };
}

function sourcesOf(condition: Condition): (typeof SOURCES)[number][] {
  if (condition.kind === "suppressed") return ["suppressions"];
  if (condition.kind === "noted") return ["notes"];
  if (condition.kind !== "did" || isSummed(condition)) return [];
  const { deed, products } = condition;
  if (deed === "ordered") return products ? ["orders", "order_lines"] : ["orders"];
  if (deed === "started_checkout") return ["checkouts"];
  return BROWSING_DEEDS.includes(deed) ? ["visits"] : [];
}

function kindsOf(condition: Condition): string[] {
  const kind = condition.kind === "did" ? eventOf(condition.deed) : null;
  return kind === null ? [] : [kind];
}
