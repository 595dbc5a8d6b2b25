import type { PrismaClient } from "~/generated/prisma/client";
import { AppError } from "~/lib/errors";
import type { ShopId } from "~/lib/shop-id";
import { findOpenRestore } from "~/restore/shop-restore-store.server";
import { listUsedKeys } from "~/privacy/used-key-store.server";
import { isAnyRowOf, type ShopTable } from "./shop-rows";

interface Cells {
  readonly shopId: ShopId;
  readonly source: PrismaClient;
  readonly target: PrismaClient;
  readonly tables: readonly ShopTable[];
}

/**
 * Whether a shop's rows fit into the other cell. Copies the names of the keys that were ever used, so that the target's
 * processes require them, too.
 *
 * @param isContinued whether the target may hold rows of an interrupted move
 * @throws AppError `conflict` with the reason
 */
export async function checkMovable(
  { shopId, source, target, tables }: Cells,
  { isContinued }: { readonly isContinued: boolean },
): Promise<void> {
  const [from, to] = await Promise.all([source, target].map(listMigrations));
  if (from?.join() !== to?.join()) refuse("The cells have different migrations: update both.");
  await shareKeys(source, target);
  if (await findOpenRestore(source, shopId)) {
    refuse(`Email of ${shopId} is held after a restore: wait until it goes on.`);
  }
  if (isContinued) return;
  if (await isAnyRowOf(target, shopId, tables)) {
    refuse(`The target holds rows of ${shopId} that are not from this move.`);
  }
  const domains = await source.domainOwner.findMany({ where: { shopId } });
  const taken = await target.domainOwner.findFirst({
    where: { domain: { in: domains.map(({ domain }) => domain) }, shopId: { not: shopId } },
  });
  if (taken) refuse(`In the target ${taken.domain} belongs to ${taken.shopId}.`);
}

async function listMigrations(db: PrismaClient): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    select migration_name as name from _prisma_migrations where finished_at is not null order by 1`;
  return rows.map(({ name }) => name);
}

/** Sealed values and links of the shop need the same keys in both cells. */
async function shareKeys(source: PrismaClient, target: PrismaClient): Promise<void> {
  const [from, to] = [await listUsedKeys(source), await listUsedKeys(target)];
  for (const key of from) {
    const same = to.find((it) => it.purpose === key.purpose && it.keyId === key.keyId);
    const isAnother = same
      ? same.fingerprint !== key.fingerprint
      : key.purpose === "index" && to.some((it) => it.purpose === "index");
    if (isAnother) {
      refuse(
        `The cells have different ${key.purpose} keys ${key.keyId}: all need one KINDRED_KEYS.`,
      );
    }
  }
  await target.usedKey.createMany({ data: from, skipDuplicates: true });
}

function refuse(reason: string): never {
  throw new AppError("conflict", reason);
}
