import { join } from "node:path";
import { inShop } from "~/db-scope.server";
import { openDatabase } from "~/db.server";
import { ShopId } from "~/lib/shop-id";
import { createKeyring } from "~/privacy/keyring.server";
import { loadOrCreateKeys } from "~/privacy/load-keys.server";
import type { History } from "./history";
import { writeHistory } from "./write-history";

/** Some ten thousand rows, on a busy machine. */
const TIMEOUT_MS = 120_000;

/** Writes a store's history into Kindred's embedded database, while Kindred is stopped. */
export async function loadHistory(
  dataFolder: string,
  shop: string,
  history: History,
): Promise<void> {
  const shopId = ShopId.parse(shop);
  const keyring = createKeyring(loadOrCreateKeys(dataFolder).secrets);
  const { db, close } = await openDatabase({ driver: "pglite", folder: join(dataFolder, "db") });
  try {
    await inShop(shopId, () =>
      db.$transaction((tx) => writeHistory(tx, shopId, history, { keyring }), {
        timeout: TIMEOUT_MS,
      }),
    );
  } finally {
    await close();
  }
}
