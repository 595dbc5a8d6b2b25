import type { PrismaClient } from "~/generated/prisma/client";
import { ShopId } from "~/lib/shop-id";
import { DAY_MS } from "~/recommendations/purchases/purchase";
import { areaUnderCurve, logLossOf } from "~/ml/regression/classification-metrics";
import type { Keyring } from "~/privacy/keyring.server";
import { createMetricSums } from "../../../backtest/recommenders/ranking-task";
import { listByBacktest, predictByBacktest } from "./backtest-results";
import { targetsOf, toDailyPurchases, toListInput, type ShopToCompare } from "./compared-shop";
import { listByProduct, predictByProduct } from "./product-results";
import { storeShopToCompare } from "./store-shop";

/** One figure, as the back-test computes it in memory and the product from its database. */
interface ComparedFigure {
  readonly shop: string;
  readonly figure: string;
  readonly backtest: number;
  readonly product: number;
}

const LISTS = ["new_for_you", "next_basket"] as const;
const METRICS = ["ndcg10", "recall10", "hitRate20", "coverage"] as const;

/** Compares the lists and, with a calendar, the predictions of a shop. */
export async function compareProduct(
  db: PrismaClient,
  keyring: Keyring,
  shop: ShopToCompare,
): Promise<ComparedFigure[]> {
  const input = toListInput(shop);
  const stored = await storeShopToCompare(db, shopIdOf(shop.name), input);
  const targets = targetsOf(shop, input.customers);
  const own = Array.from({ length: input.customers }, () => new Set<number>());
  for (const { customer, product } of shop.known) own[customer]?.add(product);

  const figures: ComparedFigure[] = [];
  const add = (figure: string, backtest: number, product: number) =>
    figures.push({ shop: shop.name, figure, backtest, product });
  const byBacktest = listByBacktest(input, LISTS);
  const byProduct = await listByProduct({ db, keyring }, stored, LISTS);
  for (const list of LISTS) {
    const [backtest, product] = [byBacktest, byProduct].map((listed) => {
      const sums = createMetricSums(shop.looks.length);
      listed.get(list)?.forEach((ranked, customer) => {
        const bought = targets[customer] ?? new Set();
        const wanted =
          list === "next_basket"
            ? bought
            : new Set([...bought].filter((it) => !own[customer]?.has(it)));
        if (wanted.size > 0) sums.add(ranked, wanted);
      });
      return sums.means();
    });
    for (const metric of METRICS) {
      add(`${list}, ${metric}`, backtest?.[metric] ?? NaN, product?.[metric] ?? NaN);
    }
  }
  if (shop.cut === null) return figures;

  const { chances, labels, tried } = predictByBacktest(
    toDailyPurchases(shop, input.customers),
    shop.cut.getTime() / DAY_MS,
  );
  const forecasts = await predictByProduct({ db, keyring }, stored, shop.cut);
  const stores = forecasts.map(({ intent90 }) => intent90);
  const auc = (of: ArrayLike<number>) => areaUnderCurve({ chances: of, labels });
  const loss = (of: ArrayLike<number>) => logLossOf({ chances: of, labels });
  add("intent within 90 days, AUC", auc(chances), auc(stores));
  add("intent within 90 days, log loss", loss(chances), loss(stores));

  const { waits, customers } = tried;
  const mean = (valueOf: (row: number) => number) =>
    customers.reduce((sum, _, row) => sum + valueOf(row), 0) / customers.length;
  const next = (row: number) => forecasts[customers[row] ?? -1]?.nextOrder;
  add(
    "day of the next order, mean absolute error",
    mean((row) => Math.abs((tried.forecasts.log_logistic[row] ?? NaN) - (waits[row] ?? 0))),
    mean((row) => Math.abs((next(row)?.days ?? NaN) - (waits[row] ?? 0))),
  );
  add(
    "day of the next order, coverage of the 80% interval",
    mean((row) => Number(tried.isInside[row])),
    mean((row) => {
      const { low = NaN, high = NaN } = next(row) ?? {};
      const wait = waits[row] ?? 0;
      return wait >= low && wait <= high ? 1 : 0;
    }),
  );
  return figures;
}

const shopIdOf = (name: string) =>
  ShopId.parse(`${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.myshopify.com`);
