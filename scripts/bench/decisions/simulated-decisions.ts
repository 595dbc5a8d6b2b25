import type { Size } from "../../../test/simulated-shops/laws/ranges";
import {
  compareDecisions,
  type ComparedShop,
  type Decider,
  type LifeEarnings,
} from "../../../test/simulated-shops/life/compare-decisions";
import { acceptanceShops } from "../../../test/simulated-shops/life/decision-acceptance";
import type { Table } from "../table";

const DAYS = 180;
/** A shop of 2,000 customers costs as much as sixteen small ones. */
const SMALL_PER_MEDIUM = 4;

const POLICIES = {
  today: "Kindred's decisions",
  limits: "Kindred's, the merchant's limits",
  content: "law, content only",
  hour: "law, hours only",
  offer: "law, offers only",
  law: "law",
} as const satisfies Record<Decider, string>;

const ALL = Object.keys(POLICIES) as Decider[];
/** Large shops are compared by the whole only. */
const WHOLE: readonly Decider[] = ["today", "limits", "law"];

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
  `${DAYS} days of the first shops of the acceptance set (\`test/simulated-shops/laws/\`), whose customers respond to content, hour, frequency and offers by known laws; each shop under every policy with the same random numbers. Business as usual is the merchant's content, hours, offers and limits. Kindred's decisions are one policy for the content and hour of flow emails, best hours, email frequency and the discount of each customer in campaigns with one, by the product's functions; the merchant approves each proposal a day later. The law decides each message by its expected net revenue, with one email a week where that earns more.`,
  "Gain: mean of the shops' gains over business as usual, in expected net revenue, in expected profit, and in the revenue of the drawn orders. Regret: the part of the law's mean gain in expected net revenue that is missing; above 100% a policy earns less than business as usual. `KINDRED_SHOPS=100` compares the whole set.",
];

const compareShops = (size: Size, count: number, policies: readonly Decider[]) =>
  acceptanceShops(size, count).map((law) => compareDecisions(law, DAYS, policies));

function tableOf(
  compared: readonly ComparedShop[],
  shops: string,
  intro: readonly string[],
): Table {
  const of = (policy: Decider, key: keyof LifeEarnings) =>
    compared.map(({ usual, by }) => by.get(policy)![key] / usual[key] - 1);
  const gain = (policy: Decider) => mean(of(policy, "expectedMinor"));
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

const mean = (values: readonly number[]) => values.reduce((sum, it) => sum + it, 0) / values.length;
const percent = (share: number) => `${(share * 100).toFixed(1)}%`;
