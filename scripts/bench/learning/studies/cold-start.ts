import { groupPurchases, type Purchases } from "~/ml/customers/purchases";
import { createRandomNumbers } from "~/ml/numerics/random";
import { countReturns } from "~/predictions/models/return-counts";
import { TABLE_EPSILON } from "~/predictions/shared-priors/sharing-schedule";
import {
  COLD_AGES,
  COLD_OBSERVED_DAYS,
  drawPurchases,
  drawSharingLaw,
  SHARING_ACCEPTANCE,
  SHARING_DAYS,
} from "../../../../test/simulated-shops/laws/sharing-law";
import {
  measureColdStart,
  sumLosses,
  sumTables,
  type ColdLosses,
  type ColdShop,
} from "../../../../test/simulated-shops/life/cold-start";
import { atLeast } from "../goal";
import { readRetail, RETAIL_FILE, type RetailLine } from "../online-retail";
import type { Figure, Finding, Study } from "../study";

const SHOP_COUNTS = [100, 500, 2_000];
/** Shops whose counts the countries of Online Retail II use, besides the other countries. */
const SHOPS_WITH_COUNTRIES = 500;
const SEED = 16;
const DAY_MS = 86_400_000;

/** Who orders again in shops with too few orders to learn it, by the noisy counts of others. */
export const coldStart: Study = {
  rows: { 16: "new shops, who orders within 7, 30 and 90 days, by noisy counts of other shops" },
  dataFile: RETAIL_FILE,
  measure: ({ dataFile }) => Promise.resolve(measureAll(dataFile)),
};

function measureAll(dataFile: string): readonly Finding[] {
  const tables = SHARING_ACCEPTANCE.sharing.map((seed) =>
    countReturns(drawPurchases(drawSharingLaw(seed), SHARING_DAYS), SHARING_DAYS),
  );
  const cold = SHARING_ACCEPTANCE.cold.flatMap(drawColdShops);
  const figures = SHOP_COUNTS.map((count) => {
    const measure = (epsilon: number | null) => {
      const random = createRandomNumbers(SEED + count);
      const shared = sumTables(tables.slice(0, count), epsilon, random);
      return cold.flatMap((shop) =>
        measureColdStart(shop, shared).map((losses) => ({ ...losses, group: shop.group })),
      );
    };
    const noisy = measure(TABLE_EPSILON);
    const others = [`without noise ${perForecast(sumLosses(measure(null)))}`];
    for (const [group, losses] of Map.groupBy(noisy, (it) => it.group)) {
      others.push(`${group} ${percentSaved(sumLosses(losses))}%`);
    }
    for (const [days, losses] of Map.groupBy(noisy, (it) => it.days)) {
      others.push(`${days} days ${percentSaved(sumLosses(losses))}%`);
    }
    return describe(`${count} simulated shops share`, sumLosses(noisy), others);
  });
  const lines = readRetail(dataFile);
  const countries = measureCountries(lines, tables.slice(0, SHOPS_WITH_COUNTRIES));
  const what = (which: string) =>
    `Online Retail II, each country by ${SHOPS_WITH_COUNTRIES} simulated shops and the others: ${which}`;
  return [
    {
      row: 16,
      figures: [
        ...figures,
        describe(what("all"), sumLosses(countries)),
        describe(what("without the United Kingdom"), sumLosses(countries.filter(isAbroad))),
        describe(
          "Online Retail II, each country by the others only: without the United Kingdom",
          sumLosses(measureCountries(lines, []).filter(isAbroad)),
        ),
      ],
      tried:
        "in shops that sell to other shops by the dozen, as in Online Retail II, and in shops with irregular orders, BG/NBD with the shop's own orders is as good as the counts of all kinds of shops, and the forecasts of a shop's own past days choose it there.",
    },
  ];
}

function drawColdShops(seed: number): ColdShop[] {
  const law = drawSharingLaw(seed);
  const purchases = drawPurchases(law, Math.max(...COLD_AGES) + COLD_OBSERVED_DAYS);
  return COLD_AGES.map((day) => ({ group: law.kind, purchases, day }));
}

const isAbroad = ({ country }: { readonly country: string }) => country !== "United Kingdom";

function measureCountries(lines: readonly RetailLine[], simulated: readonly Int32Array[]) {
  const shops = [...Map.groupBy(lines, ({ country }) => country)].map(([country, own]) => ({
    country,
    purchases: toPurchases(own),
  }));
  const tables = shops.map(({ purchases }) => countReturns(purchases, SHARING_DAYS));
  return shops.flatMap(({ country, purchases }, nth) => {
    const others = [...simulated, ...tables.filter((_, other) => other !== nth)];
    const shared = sumTables(others, TABLE_EPSILON, createRandomNumbers(SEED + nth));
    return COLD_AGES.flatMap((day) =>
      measureColdStart({ group: country, purchases, day }, shared).map((losses) => ({
        ...losses,
        country,
      })),
    );
  });
}

/** Days since the first of the file, 2009-12-01. */
function toPurchases(lines: readonly RetailLine[]): Purchases {
  const numbers = new Map<string, number>();
  for (const { customer } of lines) {
    if (!numbers.has(customer)) numbers.set(customer, numbers.size);
  }
  return groupPurchases({
    customers: numbers.size,
    customerOf: lines.map(({ customer }) => numbers.get(customer)!),
    days: lines.map(({ at }) => (Date.parse(at.slice(0, 10)) - Date.parse("2009-12-01")) / DAY_MS),
    values: lines.map(({ value }) => value),
    lines: lines.map(() => 1),
  });
}

function describe(what: string, losses: ColdLosses, others: readonly string[] = []): Figure {
  return {
    what: `${what}: log loss below that of constants`,
    goal: atLeast(10),
    measured: percentSaved(losses),
    unit: "%",
    peer: [
      `constants ${(losses.today / losses.forecasts).toFixed(4)}, shared ${perForecast(losses)}`,
      ...others,
    ].join(", "),
  };
}

const perForecast = ({ shared, forecasts }: ColdLosses) => (shared / forecasts).toFixed(4);
const percentSaved = ({ shared, today }: ColdLosses) =>
  Number((100 * (1 - shared / today)).toFixed(1));
