import { Prisma, type PrismaClient } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job.server";
import type { Log } from "~/lib/log.server";
import type { ShopId } from "~/lib/shop-id";
import { selectShopsDueToday, markDone, nextDayTime } from "~/jobs/schedule-store.server";
import type { Keyring } from "./keyring.server";
import { SEALED_COLUMNS } from "./sealed-columns";

interface Deps {
  readonly db: PrismaClient;
  readonly keyring: Pick<Keyring, "seal" | "openBytes">;
  readonly now: () => Date;
  readonly log: Pick<Log, "info">;
}

const TURN = "privacy.reseal";
const SLICE_ROWS = 500;

/** Reseals values of older keys with the active key. An older key may be removed once none is found for a day. */
export const resealJob = defineJob<Deps>({
  name: "privacy.reseal",
  selectDueShops: (now) => selectShopsDueToday(TURN, now),
  nextDueTimes: (now) => [nextDayTime(TURN, now)],

  async run(shopId, { db, keyring, now, log }, signal) {
    for (const column of SEALED_COLUMNS) {
      if (signal.aborted) return { more: true };
      const resealed = await resealSlice(shopId, column, { db, keyring });
      if (resealed > 0) {
        const { table, column: name } = column;
        log.info(
          { shopId, table, column: name, values: resealed },
          "sealed anew by the active key",
        );
      }
      if (resealed === SLICE_ROWS) return { more: true };
    }
    await markDone(db, shopId, TURN, now());
    return { more: false };
  },
});

type SealedColumn = (typeof SEALED_COLUMNS)[number];

/** @returns the number of values sealed by other keys */
async function resealSlice(
  shopId: ShopId,
  { table, column, row }: SealedColumn,
  { db, keyring }: Pick<Deps, "db" | "keyring">,
): Promise<number> {
  const keyId = activeKeyId(keyring, shopId);
  const [tableSql, columnSql, rowSql] = [`"${table}"`, `"${column}"`, row].map((it) =>
    Prisma.raw(it),
  );
  const stale = await db.$queryRaw<{ row: string; sealed: Uint8Array }[]>`
    select ${rowSql} as row, ${columnSql} as sealed from ${tableSql}
    where shop_id = ${shopId} and ${columnSql} is not null
      and substring(${columnSql} from ${KEY_ID_AT}::int for ${keyId.length}::int) <> ${keyId}
    limit ${SLICE_ROWS}`;
  if (stale.length === 0) return 0;

  const rows = stale.map((it) => {
    const place = { table, column, shopId, row: it.row };
    return {
      row: it.row,
      old: hex(it.sealed),
      new: hex(keyring.seal(keyring.openBytes(it.sealed, place), place)),
    };
  });
  // A newer value stays: it was sealed with the active key.
  await db.$executeRaw`
    update ${tableSql} set ${columnSql} = decode(resealed.new, 'hex')
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as resealed ("row" text, old text, new text)
    where shop_id = ${shopId} and ${rowSql} = resealed."row"
      and ${columnSql} = decode(resealed.old, 'hex')`;
  return stale.length;
}

/** Position of the key id in an envelope, counted from 1. The preceding form does not depend on the key. */
const KEY_ID_AT = 2;

/** The prefix of every envelope of the active key: length of the key id, then the id. */
function activeKeyId(keyring: Pick<Keyring, "seal">, shopId: ShopId): Uint8Array<ArrayBuffer> {
  const sealed = keyring.seal("", { table: "", column: "", shopId, row: "" });
  return sealed.slice(KEY_ID_AT - 1, KEY_ID_AT + (sealed[1] ?? 0));
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
