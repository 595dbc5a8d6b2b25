import { Prisma } from "~/generated/prisma/client";

/** `isSale` for Prisma. */
export const SALE = { cancelledAt: null, deletedAt: null, test: false } as const;

/** `isSale` as SQL. @param order the alias of the table */
export function isSaleSql(order = '"order"'): Prisma.Sql {
  const it = Prisma.raw(order);
  return Prisma.sql`(${it}.cancelled_at is null and ${it}.deleted_at is null and not ${it}.test)`;
}

/** `isKeptSale` as SQL. @param order the alias of the table */
export function isKeptSaleSql(order = '"order"'): Prisma.Sql {
  const it = Prisma.raw(order);
  return Prisma.sql`(${isSaleSql(order)}
    and not (${it}.refunded_minor > 0 and ${it}.refunded_minor >= ${it}.total_minor))`;
}
