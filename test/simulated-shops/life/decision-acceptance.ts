import { drawDecisionShop, type DecisionShop } from "../laws/decision-shop";
import type { Size } from "../laws/ranges";
import { DECISION_ACCEPTANCE_SEEDS } from "../laws/seeds";
import { compareDecisions, type LifeEarnings } from "./compare-decisions";

/** Coprime with the number of seeds and one more than a multiple of the kinds: any five shops are of five kinds. */
const STRIDE = 21;

/** The first shops of the acceptance set, of all kinds alike. Nothing is tuned on them. */
export const acceptanceShops = (size: Size, count: number): readonly DecisionShop[] =>
  Array.from({ length: count }, (_, n) => {
    const at = (n * STRIDE) % DECISION_ACCEPTANCE_SEEDS.length;
    return drawDecisionShop(DECISION_ACCEPTANCE_SEEDS[at]!, size);
  });

/** What shops earned with Kindred deciding beyond business as usual, as shares of it. */
export interface Acceptance {
  readonly shops: number;
  /** Kindred's in drawn and in expected net revenue, and that of the shop's law, by shop. */
  readonly gains: Readonly<Record<"drawn" | "expected" | "law", readonly number[]>>;
  /** The part of the law's mean gain in expected net revenue that is missing; above 1: a loss. */
  readonly regret: number;
}

/** Compares Kindred's decisions with business as usual and with the law, each shop with common random numbers. */
export function judgeAcceptance(laws: readonly DecisionShop[], days: number): Acceptance {
  const gains = { drawn: [] as number[], expected: [] as number[], law: [] as number[] };
  for (const law of laws) {
    const { usual, by } = compareDecisions(law, days, ["today", "law"]);
    const gain = (decider: "today" | "law", key: keyof LifeEarnings) =>
      by.get(decider)![key] / usual[key] - 1;
    gains.drawn.push(gain("today", "netMinor"));
    gains.expected.push(gain("today", "expectedMinor"));
    gains.law.push(gain("law", "expectedMinor"));
  }
  const sum = (values: readonly number[]) => values.reduce((all, it) => all + it, 0);
  return { shops: laws.length, gains, regret: 1 - sum(gains.expected) / sum(gains.law) };
}
