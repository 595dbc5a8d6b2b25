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
const SMALL_PER_MEDIUM = 5;

type Outcome = Pick<ShopLife, "netMinor" | "expectedMinor" | "expectedProfitMinor">;

const POLICIES = {
  usual: "business as usual",
  today: "Kindred's decisions",
  limits: "Kindred's, the merchant's limits",
  content: "law, content only",
  hour: "law, hours only",
  offer: "law, offers only",
  law: "law",
} as const;
type Policy = keyof typeof POLICIES;

/** One shop under each policy with the same draws. */
type ComparedShop = Readonly<Record<Policy, Outcome>>;

/**
 * What the product's decisions earn on simulated shops, next to business as usual and to a policy that knows the shop's
 * law.
 *
 * @param shops number of small shops
 */
export function decisionsTable(shops: number): Table {
  const sizes: readonly (readonly [Size, number])[] = [
    ["small", shops],
    ["medium", Math.ceil(shops / SMALL_PER_MEDIUM)],
  ];
  return {
    title: "Net revenue of decisions on simulated shops",
    intro: [
      `The baseline of experiments on each email: before one policy replaces them. ${DAYS} days of the first shops of the acceptance set (\`test/simulated-shops/laws/\`), whose customers respond to content, hour, frequency and offers by known laws; each shop under every policy with the same random numbers. Business as usual is the merchant's content, hours, offers and limits. Kindred's decisions are experiments on each flow email, best hours and email frequency, by the product's functions; the merchant approves each proposal a day later. The law decides each message by its expected net revenue, with one email a week where that earns more.`,
      "Gain: mean of the shops' gains over business as usual, in expected net revenue, in expected profit, and in the revenue of the drawn orders. Regret: the part of the law's mean gain in expected net revenue that is missing; above 100% a policy earns less than business as usual. `KINDRED_SHOPS=100` compares the whole set.",
    ],
    columns: [
      ...["customers", "policy", "shops", "expected gain", "expected profit", "drawn gain"],
      ...["shops ≥ usual", "regret"],
    ],
    words: ["customers", "policy"],
    rows: sizes.flatMap(([size, count]) => rowsOf(size, count)),
  };
}

function rowsOf(size: Size, count: number): (string | number)[][] {
  const compared = DECISION_ACCEPTANCE_SEEDS.slice(0, count).map((seed) =>
    compareDecisions(drawDecisionShop(seed, size)),
  );
  const gain = (policy: Policy, key: keyof Outcome) =>
    mean(compared.map((it) => it[policy][key] / it.usual[key] - 1));
  const customers = size === "small" ? "80 to 250" : "about 2,000";
  return (Object.keys(POLICIES) as Policy[])
    .filter((policy) => policy !== "usual")
    .map((policy) => [
      ...[customers, POLICIES[policy], count],
      ...[percent(gain(policy, "expectedMinor")), percent(gain(policy, "expectedProfitMinor"))],
      ...[
        percent(gain(policy, "netMinor")),
        compared.filter((it) => it[policy].netMinor >= it.usual.netMinor).length,
        percent(1 - gain(policy, "expectedMinor") / gain("law", "expectedMinor")),
      ],
    ]);
}

/** One shop under each policy. */
function compareDecisions(law: DecisionShop): ComparedShop {
  const live = (automation: Automation) => outcomeOf(liveShop(law, DAYS, automation));
  const decided = () => decideAsToday(law, SETTINGS.marketingCapPer7Days);
  const knowing = knowLaw(law, DAYS);
  const often = live(knowing);
  const seldom = law.fatigue && live({ ...knowing, factsFor: oneEmailAWeek });
  return {
    usual: live(AUTOMATION_OFF),
    today: live(decided()),
    limits: live({ ...decided(), factsFor: AUTOMATION_OFF.factsFor }),
    content: live(knowLaw(law, DAYS, ["content"])),
    hour: live(knowLaw(law, DAYS, ["hour"])),
    offer: live(knowLaw(law, DAYS, ["offer"])),
    law: seldom && seldom.expectedMinor > often.expectedMinor ? seldom : often,
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
