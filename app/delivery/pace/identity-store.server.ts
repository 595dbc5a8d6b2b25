import { Prisma } from "~/generated/prisma/client";
import { readRows } from "~/db-reads.server";
import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { BatchOutcome } from "../mailer";
import { senderBackOffMs, type SenderHealth } from "./breaker";

/** A sender's health; healthy if it was never refused. */
export async function findSenderHealth(
  db: Db,
  shopId: ShopId,
  identity: string,
): Promise<SenderHealth> {
  const [row] = await readRows<SenderHealth>(
    db,
    Prisma.sql`
    select failures, open_until as "openUntil" from sending_identity
    where shop_id = ${shopId} and identity = ${identity}`,
    { openUntil: "instant" },
  );
  return row ?? { failures: 0, openUntil: null };
}

/** SQL of a common table expression that records that the provider accepted a sender; null: none. */
export const senderAcceptedSql = (
  shopId: ShopId,
  identity: string | null,
): Prisma.Sql => Prisma.sql`
    healthy as (
      delete from sending_identity where shop_id = ${shopId} and identity = ${identity}::text)`;

/** Records whether the provider accepted a sender. Other outcomes change nothing. */
export async function recordSenderOutcome(
  db: Db,
  shopId: ShopId,
  identity: string,
  outcome: BatchOutcome,
  now: Date,
): Promise<void> {
  if (outcome.kind === "answered" && outcome.results.some(({ kind }) => kind === "accepted")) {
    await db.sendingIdentity.deleteMany({ where: { shopId, identity } });
    return;
  }
  if (outcome.kind !== "identity_refused") return;
  const { failures } = await db.sendingIdentity.upsert({
    where: { shopId_identity: { shopId, identity } },
    create: { shopId, identity, failures: 1, refusedAt: now, reason: outcome.reason },
    update: { failures: { increment: 1 }, refusedAt: now, reason: outcome.reason },
    select: { failures: true },
  });
  const openUntil = new Date(now.getTime() + senderBackOffMs(failures));
  await db.sendingIdentity.update({
    where: { shopId_identity: { shopId, identity } },
    data: { openUntil },
  });
}

/** Senders of the shop that the provider refuses. */
export async function listRefusedSenders(db: Db, shopId: ShopId) {
  return db.sendingIdentity.findMany({
    where: { shopId, failures: { gt: 0 } },
    orderBy: { identity: "asc" },
    select: { identity: true, openUntil: true, refusedAt: true, reason: true },
  });
}
