import { z } from "zod";
import { packArrays, unpackArrays } from "../array-container";
import type { ProductRules } from "./product-rule";

/** "KRUL" */
const CONTAINER = { magic: 0x4c55524b, format: 1 } as const;
const COLUMNS = 7;
/** In the place of a second antecedent. */
const NONE = -1;

const Description = z.object({
  minedAt: z.coerce.date(),
  orders: z.number().int().nonnegative(),
  minOrders: z.number().int().positive(),
  productIds: z.array(z.string()),
  rules: z.number().int().nonnegative(),
});

/** Encodes rules deterministically: one array with seven numbers for each rule. */
export function encodeRules(mined: ProductRules): Uint8Array<ArrayBuffer> {
  const { minedAt, orders, minOrders, rules } = mined;
  const productIds = [
    ...new Set(rules.flatMap((it) => [...it.antecedentIds, it.consequentId])),
  ].sort();
  const indices = new Map(productIds.map((id, index) => [id, index]));
  const indexOf = (id: string | undefined) => (id === undefined ? NONE : (indices.get(id) ?? NONE));
  const numbers = rules.flatMap((rule) => [
    indexOf(rule.antecedentIds[0]),
    indexOf(rule.antecedentIds[1]),
    indexOf(rule.consequentId),
    rule.orders,
    rule.antecedentOrders,
    rule.consequentOrders,
    rule.customers,
  ]);
  return packArrays(
    CONTAINER,
    {
      minedAt: minedAt.toISOString(),
      orders,
      minOrders,
      productIds,
      rules: rules.length,
    } satisfies z.input<typeof Description>,
    [Int32Array.from(numbers)],
  );
}

/** Decodes the output of `encodeRules`; `null` for other bytes. */
export function decodeRules(bytes: Uint8Array): ProductRules | null {
  const opened = unpackArrays(bytes, CONTAINER);
  if (opened.kind === "refused") return null;
  const { productIds, rules, ...counts } = Description.parse(opened.description);
  const numbers = opened.readArrays([rules * COLUMNS])(Int32Array);
  const idOf = (index: number | undefined) => productIds[index ?? NONE];
  return {
    ...counts,
    rules: Array.from({ length: rules }, (_, n) => {
      const [first, second, consequent, orders = 0, antecedentOrders = 0, ...rest] =
        numbers.subarray(n * COLUMNS, (n + 1) * COLUMNS);
      const [consequentOrders = 0, customers = 0] = rest;
      return {
        antecedentIds: [first, second].flatMap((index) => idOf(index) ?? []),
        consequentId: idOf(consequent) ?? "",
        orders,
        antecedentOrders,
        consequentOrders,
        customers,
      };
    }),
  };
}
