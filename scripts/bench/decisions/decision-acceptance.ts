import {
  acceptanceShops,
  judgeAcceptance,
} from "../../../test/simulated-shops/life/decision-acceptance";
import type { Table } from "../table";

const DAYS = 180;
type AcceptanceSize = "small" | "medium";
/** Regret of the separate experiments on each email before one policy replaced them, on the first shops of each size. */
const BEFORE: Readonly<Record<AcceptanceSize, string>> = {
  small: "90.9% (20 shops)",
  medium: "104.0% (5 shops)",
};
const CUSTOMERS: Readonly<Record<AcceptanceSize, string>> = {
  small: "80 to 250",
  medium: "about 2,000",
};

/**
 * The acceptance of decisions: Kindred deciding next to business as usual, on simulated shops on which nothing is tuned.
 *
 * @param shops of each size
 */
export function acceptanceTable(shops: Readonly<Record<AcceptanceSize, number>>): Table {
  const sizes = (["small", "medium"] as const).filter((size) => shops[size] > 0);
  const rows = sizes.flatMap((size) => {
    const count = shops[size];
    const { gains, regret } = judgeAcceptance(acceptanceShops(size, count), DAYS);
    const { drawn, expected, law } = gains;
    const atLeast = (values: readonly number[]) =>
      `${values.filter((it) => it >= 0).length} of ${values.length}, ${values.filter((it) => it === 0).length} equal`;
    const name = `${CUSTOMERS[size]} customers`;
    return [
      [name, "shops ≥ usual, drawn net revenue", atLeast(drawn), "≥ 95 of 100"],
      [name, "shops ≥ usual, expected net revenue", atLeast(expected), "–"],
      [name, "mean gain, drawn (standard error)", meanWithError(drawn), "≥ +5%"],
      [name, "mean gain, expected (standard error)", meanWithError(expected), "≥ +5%"],
      [name, "largest loss, expected", percent(Math.min(...expected)), "–"],
      [name, "mean gain of the law, expected", meanWithError(law), "–"],
      [name, `regret (before one policy: ${BEFORE[size]})`, percent(regret), "≥ 10% lower"],
    ];
  });
  return {
    title: "Acceptance of decisions on simulated shops",
    intro: [
      `${DAYS} days of acceptance shops under business as usual, under Kindred's decisions and under the law, with the same random numbers (the policies and gains of the section on net revenue). To keep it short, all shops have 80 to 250 customers, and only three policies are compared; \`KINDRED_SMALL_SHOPS\` and \`KINDRED_MEDIUM_SHOPS\` set how many have that many and about 2,000. A shop of 2,000 customers takes as long as sixteen small ones.`,
    ],
    columns: ["shops", "measure", "measured", "goal"],
    words: ["shops", "measure"],
    rows,
  };
}

function meanWithError(values: readonly number[]): string {
  const mean = values.reduce((sum, it) => sum + it, 0) / values.length;
  const squares = values.reduce((sum, it) => sum + (it - mean) ** 2, 0);
  const error = Math.sqrt(squares / Math.max(1, values.length - 1) / values.length);
  return `${percent(mean)} (${percent(error)})`;
}

const percent = (share: number) => `${(share * 100).toFixed(1)}%`;
