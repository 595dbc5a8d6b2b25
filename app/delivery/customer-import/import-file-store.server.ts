import type { Db, Tx } from "~/db.server";
import { packBytes } from "~/lib/pack-bytes";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring, SealedLocation } from "~/privacy/keyring.server";

/** A piece of an uploaded file. */
export interface ImportPart {
  readonly part: number;
  readonly bytes: Uint8Array;
}

/** Read at once. */
const PARTS_PER_READ = 16;

const locate = (shopId: ShopId, importId: string, part: number): SealedLocation => ({
  table: "customer_import_part",
  column: "sealed_bytes",
  shopId,
  row: `${importId}/${part}`,
});

/** Stores pieces of a file, sealed. */
export async function storeImportParts(
  tx: Tx,
  shopId: ShopId,
  importId: string,
  parts: readonly ImportPart[],
  { keyring }: { readonly keyring: Pick<Keyring, "seal"> },
): Promise<void> {
  if (parts.length === 0) return;
  const sealed = packBytes(parts, ({ part, bytes }) =>
    // A keyring seals text; as Latin-1 each byte is a letter.
    keyring.seal(Buffer.from(bytes).toString("latin1"), locate(shopId, importId, part)),
  );
  const rows = sealed.packed.map(({ item: { part }, at, length }) => ({ part, at, length }));
  await tx.$executeRaw`
    insert into customer_import_part (shop_id, import_id, part, sealed_bytes)
    select ${shopId}, ${importId}, part, substr(${sealed.bytes}::bytea, at, length)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as piece (part int, at int, length int)`;
}

/** Pieces of a file in order, after one of them. */
export async function listImportParts(
  db: Db,
  shopId: ShopId,
  { importId, after }: { readonly importId: string; readonly after: number },
  { keyring }: { readonly keyring: Pick<Keyring, "open"> },
): Promise<ImportPart[]> {
  const rows = await db.customerImportPart.findMany({
    where: { shopId, importId, part: { gt: after } },
    orderBy: { part: "asc" },
    take: PARTS_PER_READ,
  });
  return rows.map(({ part, sealedBytes }) => ({
    part,
    bytes: Buffer.from(keyring.open(sealedBytes, locate(shopId, importId, part)), "latin1"),
  }));
}

/** Streams a file: a few pieces are in memory at a time. */
export async function* streamImportFile(
  shopId: ShopId,
  importId: string,
  deps: { readonly db: Db; readonly keyring: Pick<Keyring, "open"> },
): AsyncGenerator<Uint8Array> {
  let after = -1;
  for (;;) {
    const parts = await listImportParts(deps.db, shopId, { importId, after }, deps);
    for (const { part, bytes } of parts) {
      after = part;
      yield bytes;
    }
    if (parts.length < PARTS_PER_READ) return;
  }
}
