import type { DecisionShop } from "../laws/decision-shop";
import { AUTOMATION_OFF, type Automation } from "./automation";
import { knowLaw, oneEmailAWeek } from "./knows-the-law";
import { liveShop, SETTINGS, type ShopLife } from "./live-shop";
import { decideAsToday } from "./todays-decisions";

/** What a life of a shop earned; without its messages, which take most of the memory. */
export type LifeEarnings = Pick<ShopLife, "netMinor" | "expectedMinor" | "expectedProfitMinor">;

/** Who decides: the product, the product with the merchant's limits, or the shop's law, for one dimension or all. */
export type Decider = "today" | "limits" | "content" | "hour" | "offer" | "law";

/** One shop under each decider with the same draws, and under business as usual. */
export interface ComparedShop {
  readonly usual: LifeEarnings;
  readonly by: ReadonlyMap<Decider, LifeEarnings>;
}

/** Lives a shop once under business as usual and once under each decider, with common random numbers. */
export function compareDecisions(
  law: DecisionShop,
  days: number,
  deciders: readonly Decider[],
): ComparedShop {
  const usual = earningsOf(liveShop(law, days, AUTOMATION_OFF));
  return { usual, by: new Map(deciders.map((it) => [it, earningsUnder(law, days, it)])) };
}

function earningsUnder(law: DecisionShop, days: number, decider: Decider): LifeEarnings {
  const live = (automation: Automation) => earningsOf(liveShop(law, days, automation));
  const decided = () => decideAsToday(law, SETTINGS.marketingCapPer7Days);
  if (decider === "today") return live(decided());
  if (decider === "limits") return live({ ...decided(), factsFor: AUTOMATION_OFF.factsFor });
  if (decider !== "law") return live(knowLaw(law, days, [decider]));
  const knowing = knowLaw(law, days);
  const often = live(knowing);
  const seldom = law.fatigue && live({ ...knowing, factsFor: oneEmailAWeek });
  return seldom && seldom.expectedMinor > often.expectedMinor ? seldom : often;
}

const earningsOf = ({ netMinor, expectedMinor, expectedProfitMinor }: ShopLife): LifeEarnings => ({
  netMinor,
  expectedMinor,
  expectedProfitMinor,
});
