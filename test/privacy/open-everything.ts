import type { PrismaClient } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { SEALED_COLUMNS } from "~/privacy/sealed-columns";

/** All rows of a shop as one text: plain columns unchanged, sealed ones opened. */
export async function openEverything(
  db: PrismaClient,
  shopId: ShopId,
  keyring: Pick<Keyring, "open">,
): Promise<string> {
  const texts: string[] = [];
  const tables = await db.$queryRaw<{ name: string }[]>`
    select table_name as name from information_schema.columns
    where table_schema = 'public' and column_name = 'shop_id'`;
  for (const { name } of tables) {
    const rows = await db.$queryRawUnsafe<{ text: string }[]>(
      `select row_to_json(t)::text as text from "${name}" t where shop_id = $1`,
      shopId,
    );
    texts.push(...rows.map((it) => it.text));
  }
  for (const { table, column, row } of SEALED_COLUMNS) {
    const sealed = await db.$queryRawUnsafe<{ row: string; sealed: Uint8Array }[]>(
      `select ${row} as row, "${column}" as sealed from "${table}"
       where shop_id = $1 and "${column}" is not null`,
      shopId,
    );
    texts.push(
      ...sealed.map((it) => keyring.open(it.sealed, { table, column, shopId, row: it.row })),
    );
  }
  return texts.join("\n");
}
