import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";

/** Which of these customers were erased, so that they must not get new data. */
export async function listRedactedCustomers(
  db: Db,
  shopId: ShopId,
  customerIds: readonly CustomerId[],
): Promise<ReadonlySet<string>> {
  if (customerIds.length === 0) return new Set();
  const rows = await db.profile.findMany({
    where: { shopId, customerId: { in: [...new Set(customerIds)] }, marketingState: "redacted" },
    select: { customerId: true },
  });
  return new Set(rows.flatMap((it) => it.customerId ?? []));
}

/** SQL for whether the customer of a row was erased. @param row the alias of rows with `shop_id` and `customer_id` */
export function isRedactedSql(row: string): Prisma.Sql {
  const it = Prisma.raw(row);
  return Prisma.sql`exists (
    select 1 from profile redacted
    where redacted.shop_id = ${it}.shop_id and redacted.customer_id = ${it}.customer_id
      and redacted.marketing_state = 'redacted')`;
}
