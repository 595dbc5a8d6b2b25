import {
  drawDecisionShop,
  type DecisionShop,
} from "../../../test/simulated-shops/laws/decision-shop";
import type { Size } from "../../../test/simulated-shops/laws/ranges";
import { DECISION_ACCEPTANCE_SEEDS } from "../../../test/simulated-shops/laws/seeds";
import { AUTOMATION_OFF, type Automation } from "../../../test/simulated-shops/life/automation";
import { knowLaw, oneEmailAWeek } from "../../../test/simulated-shops/life/knows-the-law";
import { liveShop, SETTINGS, type ShopLife } from "../../../test/simulated-shops/life/live-shop";
import { decideAsToday } from "../../../test/simulated-shops/life/todays-decisions";
import type { Table } from "../table";

const DAYS = 180;
/** A shop of 2,000 customers costs as much as sixteen small ones. */
const SMALL_PER_MEDIUM = 4;

type Outcome = Pick<ShopLife, "netMinor" | "expectedMinor" | "expectedProfitMinor">;

const POLICIES = {
  today: "Kindred's decisions",
  limits: "Kindred's, the merchant's limits",
  content: "law, content only",
  hour: "law, hours only",
  offer: "law, offers only",
  law: "law",
} as const;
type Policy = keyof typeof POLICIES;

const ALL = Object.keys(POLICIES) as Policy[];
/** Large shops are compared by the whole only. */
const WHOLE: readonly Policy[] = ["today", "limits", "law"];

/** One shop under each policy with the same draws, and under business as usual. */
interface ComparedShop {
  readonly usual: Outcome;
  readonly by: ReadonlyMap<Policy, Outcome>;
}

/**
 * What the product's decisions earn on simulated shops, next to business as usual and to a policy that knows the shop's
 * law: a table for each size.
 *
 * @param shops number of small shops
 */
export function* decisionTables(shops: number): Generator<Table> {
  const customers = "simulated shops with 80 to 250 customers";
  yield tableOf(compareShops("small", shops, ALL), customers, INTRO);
  const medium = compareShops("medium", Math.ceil(shops / SMALL_PER_MEDIUM), WHOLE);
  yield tableOf(medium, "simulated shops with about 2,000 customers", []);
}

const INTRO = [
  `${DAYS} days of the first shops of the acceptance set (\`test/simulated-shops/laws/\`), whose customers respond to content, hour, frequency and offers by known laws; each shop under every policy with the same random numbers. Business as usual is the merchant's content, hours, offers and limits. Kindred's decisions are one policy for the content and hour of flow emails, best hours and email frequency, by the product's functions; the merchant approves each proposal a day later. The law decides each message by its expected net revenue, with one email a week where that earns more.`,
  "Gain: mean of the shops' gains over business as usual, in expected net revenue, in expected profit, and in the revenue of the drawn orders. Regret: the part of the law's mean gain in expected net revenue that is missing; above 100% a policy earns less than business as usual. `KINDRED_SHOPS=100` compares the whole set.",
];

/** Coprime with the number of seeds and one more than a multiple of the kinds: any five shops are of five kinds. */
const STRIDE = 21;

function compareShops(
  size: Size,
  count: number,
  policies: readonly Policy[],
): readonly ComparedShop[] {
  return Array.from({ length: count }, (_, n) => {
    const at = (n * STRIDE) % DECISION_ACCEPTANCE_SEEDS.length;
    return compareDecisions(drawDecisionShop(DECISION_ACCEPTANCE_SEEDS[at]!, size), policies);
  });
}

function compareDecisions(law: DecisionShop, policies: readonly Policy[]): ComparedShop {
  const usual = outcomeOf(liveShop(law, DAYS, AUTOMATION_OFF));
  return { usual, by: new Map(policies.map((policy) => [policy, outcomeUnder(law, policy)])) };
}

function outcomeUnder(law: DecisionShop, policy: Policy): Outcome {
  const live = (automation: Automation) => outcomeOf(liveShop(law, DAYS, automation));
  const decided = () => decideAsToday(law, SETTINGS.marketingCapPer7Days);
  if (policy === "today") return live(decided());
  if (policy === "limits") return live({ ...decided(), factsFor: AUTOMATION_OFF.factsFor });
  if (policy !== "law") return live(knowLaw(law, DAYS, [policy]));
  const knowing = knowLaw(law, DAYS);
  const often = live(knowing);
  const seldom = law.fatigue && live({ ...knowing, factsFor: oneEmailAWeek });
  return seldom && seldom.expectedMinor > often.expectedMinor ? seldom : often;
}

function tableOf(
  compared: readonly ComparedShop[],
  shops: string,
  intro: readonly string[],
): Table {
  const of = (policy: Policy, key: keyof Outcome) =>
    compared.map(({ usual, by }) => by.get(policy)![key] / usual[key] - 1);
  const gain = (policy: Policy) => mean(of(policy, "expectedMinor"));
  return {
    title: `Net revenue of decisions on ${shops}`,
    intro,
    columns: [
      ...["policy", "shops", "expected gain", "expected profit", "drawn gain"],
      ...["shops ≥ usual", "regret"],
    ],
    rows: ALL.filter((policy) => compared[0]?.by.has(policy)).map((policy) => [
      ...[POLICIES[policy], compared.length, percent(gain(policy))],
      percent(mean(of(policy, "expectedProfitMinor"))),
      percent(mean(of(policy, "netMinor"))),
      of(policy, "netMinor").filter((it) => it >= 0).length,
      percent(1 - gain(policy) / gain("law")),
    ]),
  };
}

/** Without the messages, which take most of the memory. */
const outcomeOf = ({ netMinor, expectedMinor, expectedProfitMinor }: ShopLife): Outcome => ({
  netMinor,
  expectedMinor,
  expectedProfitMinor,
});

const mean = (values: readonly number[]) => values.reduce((sum, it) => sum + it, 0) / values.length;
const percent = (share: number) => `${(share * 100).toFixed(1)}%`;
