import type { Past, StoreProduct } from "./store";

const AFTER_TEAPOT: readonly StoreProduct[] = ["tin", "sieve", "jug", "cosy", "caddy", "trivet"];

/**
 * Buyers without an opt-in, who get no email: the store learns from them which products go together, repeat
 * purchases, and what a top customer is.
 */
export function otherBuyers(): Past[] {
  const many = (count: number, bought: (i: number) => Past["bought"]) =>
    Array.from({ length: count }, (_, i) => ({ agreed: false, bought: bought(i) ?? [] }));
  return [
    // Coffee lasts a month.
    ...many(40, (i) => [100, 70, 40, 10].map((days) => [days + (i % 3), "coffee"] as const)),
    // After a teapot these four follow, and less often a caddy and a trivet.
    ...many(90, (i) => {
      const next = i % 3 === 0 ? AFTER_TEAPOT.slice(0, 4) : AFTER_TEAPOT;
      return [[95 - (i % 20), "teapot"], ...next.map((ware) => [60 - (i % 20), ware] as const)];
    }),
    // A napkin and a spoon are bought with a tray.
    ...many(90, (i) => [
      [80 - (i % 30), "tray"],
      [80 - (i % 30), "napkin"],
      [80 - (i % 30), "spoon"],
    ]),
    // The top customers, a little more than a twentieth.
    ...many(30, (i) => [[30 + i, "throw", 8] as const]),
    // Candles sell well.
    ...many(9, () => [[3, "candle"] as const]),
    ...many(270, (i) => [[20 + i, (["board", "mug", "carafe"] as const)[i % 3]!] as const]),
  ];
}
