import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  criticalValues,
  powerSpending,
  obrienFlemingSpending,
} from "~/ml/experiments/group-sequential";
import { groupPurchases, type Purchases } from "~/ml/customers/purchases";
import { createRandomNumbers, type RandomNumbers } from "~/ml/numerics/random";
import { RETAIL_FILE } from "../learning/online-retail";
import type { Report } from "../report";
import type { Table } from "../table";
import {
  capBefore,
  dayOf,
  retailCustomersAt,
  retailPurchases,
  type RetailCustomer,
} from "./retail-customers";
import { acceptanceTable } from "./decision-acceptance";
import { discountTable } from "./simulated-discounts";
import { decisionTables } from "./simulated-decisions";
import { judgeLooks } from "./simulated-lift";

const DATA = process.env.KINDRED_DATA ?? "../shared/data";
const CUTS = ["2010-06-01", "2010-07-15", "2010-09-01", "2010-10-15"];
/** A few minutes; a thousand show the same to half a percent. */
const SHOPS = Number(process.env.KINDRED_LIFT_SHOPS ?? 10_000);
const FULL_SHOPS = 20;
const FULL_CUSTOMERS = 1_500;
/** Shops on which discounts and, small ones, policies are compared: 20, or up to 100 of the acceptance set. */
const POLICY_SHOPS = Number(process.env.KINDRED_SHOPS ?? 20);

/** All acceptance shops are small; a large one costs as much as sixteen of them. */
const ACCEPTANCE_SHOPS = {
  small: Number(process.env.KINDRED_SMALL_SHOPS ?? 100),
  medium: Number(process.env.KINDRED_MEDIUM_SHOPS ?? 0),
};

/** How much the measured effect of emails can say, and how soon. */
export const decisions: Report = {
  file: "docs/benchmarks/decisions.md",
  title: "Benchmarks of measurement and decisions",
  intro:
    "Formulas and sources are in `docs/measurement.md`. Spending is that of Online Retail II, capped at the 99th percentile of spending customers before the cut.",
  parts: ["lift", "policies", "discounts", "acceptance"],
  async *measure(parts) {
    if (parts.includes("acceptance")) yield acceptanceTable(ACCEPTANCE_SHOPS);
    if (parts.includes("policies")) yield* decisionTables(POLICY_SHOPS);
    if (parts.includes("discounts")) yield discountTable(POLICY_SHOPS);
    if (!parts.includes("lift")) return;
    const file = join(DATA, RETAIL_FILE);
    if (!existsSync(file)) throw new Error(`There is no ${RETAIL_FILE} where KINDRED_DATA says`);
    const purchases = retailPurchases(file);
    yield varianceTable(purchases);
    yield widthTable();
    yield await Promise.resolve(coverageTable(purchases));
  },
};

function varianceTable(purchases: Purchases): Table {
  const rows = CUTS.flatMap((date) =>
    ([7, 30] as const).map((days) => {
      const customers = cappedAt(purchases, dayOf(date), days);
      const share = explainedShare(customers);
      return [date, days, customers.length, percent(share), days === 30 ? "≥ 30%" : "–"];
    }),
  );
  const random = createRandomNumbers(20);
  const full = Array.from({ length: FULL_SHOPS }, () =>
    explainedShare(cappedAt(resample(purchases, FULL_CUSTOMERS, random), dayOf(CUTS[2]!), 30)),
  ).sort((a, b) => a - b);
  const mean = full.reduce((sum, it) => sum + it, 0) / full.length;
  rows.push([
    `${FULL_SHOPS} shops of resampled customers, models fitted in each, ${CUTS[2]}`,
    30,
    FULL_CUSTOMERS,
    `${percent(mean)} (${percent(full[0]!)} to ${percent(full.at(-1)!)})`,
    "≥ 30%",
  ]);
  return {
    title: "People saved by the forecast",
    intro: [
      "The squared correlation of the forecast (BG/NBD × Gamma-Gamma, fitted before the cut) with revenue after it: the share of people that an interval of the same width needs less.",
    ],
    columns: ["cut", "days", "customers", "fewer people", "goal"],
    words: ["cut"],
    rows,
  };
}

function widthTable(): Table {
  const rows = [5, 13, 26, 52, 100].map((looks) => {
    const fractions = Array.from({ length: looks }, (_, i) => (i + 1) / looks);
    const quartic = criticalValues(fractions, powerSpending(0.05, 4));
    const obf = criticalValues(fractions, obrienFlemingSpending(0.05));
    const relative = (value: number | undefined) => ((value ?? 0) / 1.959964).toFixed(3);
    return [
      looks,
      relative(quartic[0]),
      relative(quartic.at(-1)),
      relative(obf[0]),
      relative(obf.at(-1)),
      "≤ 1.1",
    ];
  });
  return {
    title: "Width relative to the interval of a single look",
    intro: [
      "Equally spaced looks; the first and the last, which is at the planned end. A confidence sequence tuned to the planned end (Waudby-Smith et al. 2024) is 1.55 times as wide there.",
    ],
    columns: [
      "looks",
      "α t⁴, first",
      "α t⁴, last",
      "O'Brien-Fleming, first",
      "O'Brien-Fleming, last",
      "goal",
    ],
    rows,
  };
}

function coverageTable(purchases: Purchases): Table {
  const pool = CUTS.flatMap((date) => cappedAt(purchases, dayOf(date), 30));
  const mean = pool.reduce((sum, { spent }) => sum + spent, 0) / pool.length;
  const draw = (random: RandomNumbers) => pool[random.nextInteger(pool.length)]!;
  const of = { draw, peoplePerWeek: 600, holdoutRate: 0.2, weeks: 52 };
  const cases = [
    { name: "no effect", effect: 0, seed: 1 },
    { name: "a fifth of revenue", effect: mean / 4, seed: 2 },
  ];
  const rows = cases.map(({ name, effect, seed }) => {
    const it = judgeLooks({ ...of, effect }, SHOPS, createRandomNumbers(seed));
    return [
      name,
      it.looks.toFixed(1),
      percent(it.covered / SHOPS, 2),
      "≥ 95%",
      it.width.toFixed(3),
      percent(it.found / SHOPS),
      percent(it.foundByFixed / SHOPS),
    ];
  });
  return {
    title: `Coverage over all looks in ${SHOPS.toLocaleString("en-GB")} simulated shops`,
    intro: [
      "Customers are drawn from Online Retail II with their forecast, 600 a week, a fifth held out; weekly looks until the planned information. A shop counts as covered if the intervals of all its looks contain the truth. Found: the interval of some look lies above zero; a single look: that of the plain 95% interval at the planned end.",
    ],
    columns: ["effect", "looks", "covered", "goal", "width at the end", "found", "a single look"],
    rows,
  };
}

/** Customers known on a day, with forecast and spending capped by what was spent before. */
function cappedAt(purchases: Purchases, day: number, days: number): RetailCustomer[] {
  const cap = capBefore(purchases, day, days);
  return retailCustomersAt(purchases, day, days).map(({ predicted, spent }) => ({
    predicted: Math.min(cap, predicted),
    spent: Math.min(cap, spent),
  }));
}

/** Squared correlation of forecast and spending. */
function explainedShare(customers: readonly RetailCustomer[]): number {
  const count = customers.length;
  const sum = (valueOf: (it: RetailCustomer) => number) =>
    customers.reduce((total, it) => total + valueOf(it), 0);
  const x = sum(({ predicted }) => predicted) / count;
  const y = sum(({ spent }) => spent) / count;
  const together = sum((it) => (it.predicted - x) * (it.spent - y));
  return together ** 2 / (sum((it) => (it.predicted - x) ** 2) * sum((it) => (it.spent - y) ** 2));
}

/** Customers drawn with replacement, with all their purchases. */
function resample(purchases: Purchases, count: number, random: RandomNumbers): Purchases {
  const rows: { customer: number; at: number }[] = [];
  for (let customer = 0; customer < count; customer++) {
    const drawn = random.nextInteger(purchases.customers);
    for (let at = purchases.offsets[drawn]!; at < purchases.offsets[drawn + 1]!; at++) {
      rows.push({ customer, at });
    }
  }
  return groupPurchases({
    customers: count,
    customerOf: rows.map(({ customer }) => customer),
    days: rows.map(({ at }) => purchases.days[at]!),
    values: rows.map(({ at }) => purchases.values[at]!),
    lines: rows.map(({ at }) => purchases.lines[at]!),
  });
}

const percent = (share: number, digits = 1) => `${(share * 100).toFixed(digits)}%`;
