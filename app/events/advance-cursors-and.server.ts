import type { Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { advanceCursorsSql } from "./event-store.server";

/**
 * Advances cursors, never back, and writes more in the same statement.
 *
 * @param writes common table expressions, each with a comma at its end
 */
export async function advanceCursorsAnd(
  tx: Tx,
  shopId: ShopId,
  cursors: Parameters<typeof advanceCursorsSql>[1],
  writes: readonly Prisma.Sql[],
): Promise<void> {
  const all = Prisma.join([Prisma.empty, ...writes], "");
  await tx.$executeRaw`with ${all} ${advanceCursorsSql(shopId, cursors)}`;
}
