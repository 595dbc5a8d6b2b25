import { numberOption, type Call, type Measured } from "../call";
import { groupByUser } from "../recommenders/interactions";
import { compareInProduct } from "../recommenders/product-engine";
import type { RankingTask } from "../recommenders/ranking-task";
import { readBasketUsers } from "../readers/read-baskets";

/** Predicts the next basket of users with known baskets. */
export const baskets: Call = {
  flags: { file: null },
  prepare(options) {
    const seed = numberOption(options, "seed", { whole: true });
    const { products, histories, next } = readBasketUsers(options.file!);
    return () => {
      const test = createTask(histories, next, products);
      const findings = compareInProduct(test, { isOwnTime: true, seed }, ["all", "novel"]);
      const models = Object.entries(findings.models).map(
        ([name, metrics]) => [name, withPhr(metrics)] as const,
      );
      return { ...findings, models: Object.fromEntries(models) };
    };
  },
};

function createTask(
  histories: readonly (readonly Int32Array[])[],
  next: readonly Int32Array[],
  products: number,
): RankingTask {
  const bought = histories.reduce(
    (sum, own) => own.reduce((length, basket) => length + basket.length, sum),
    0,
  );
  const userOf = new Int32Array(bought);
  const itemOf = new Int32Array(bought);
  const days = new Int32Array(bought);
  let at = 0;
  histories.forEach((own, user) =>
    own.forEach((basket, step) => {
      userOf.fill(user, at, at + basket.length);
      itemOf.set(basket, at);
      days.fill(step, at, at + basket.length);
      at += basket.length;
    }),
  );
  // The basket's number replaces its day, since only the order of baskets is known.
  const known = groupByUser({
    users: histories.length,
    items: products,
    userOf,
    itemOf,
    days,
    order: "time",
  });
  const users = Int32Array.from(next.keys()).filter((user) => next[user]!.length > 0);
  return { known, users, targetsOf: (user) => new Set(next[user]) };
}

/** Metrics with the share of users with a hit under its name for baskets, personal hit ratio. */
function withPhr(metrics: Readonly<Record<string, Measured>>): Record<string, Measured> {
  const named: Record<string, Measured> = {};
  for (const [name, value] of Object.entries(metrics)) {
    named[name] = isMetrics(value) ? withPhr(value) : value;
  }
  if (metrics.hitRate10 === undefined) return named;
  return { ...named, phr10: metrics.hitRate10, phr20: metrics.hitRate20 ?? 0 };
}

function isMetrics(value: Measured): value is { readonly [key: string]: Measured } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
