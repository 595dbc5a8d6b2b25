import type { KeyringSecrets } from "~/config";
import type { PrismaClient } from "~/generated/prisma/client";
import { countSealedByKey, deleteUsedKey, listUsedKeys } from "./used-key-store.server";

/** How long links in sent emails stay valid. */
const LINKS_LAST_MS = 2 * 366 * 86_400_000;

/**
 * Removes a key from the register, so that processes start without it.
 *
 * @returns why it is still needed, or null
 */
export async function retireKey(
  db: PrismaClient,
  secrets: KeyringSecrets,
  keyId: string,
  now: Date,
): Promise<string | null> {
  const [signing] = Object.keys(secrets.links);
  if (keyId === secrets.active || keyId === signing) return "it is the one that is used";
  const used = await listUsedKeys(db);
  const link = used.find((key) => key.purpose === "link" && key.keyId === keyId);
  // It signed links until the next key replaced it.
  const next =
    link && used.find((key) => key.purpose === "link" && key.firstUsedAt > link.firstUsedAt);
  if (link && (!next || now.getTime() - next.firstUsedAt.getTime() < LINKS_LAST_MS)) {
    return "emails of the last two years carry links that it signed";
  }
  const sealed = (await countSealedByKey(db)).filter((it) => it.keyId === keyId);
  if (sealed.length > 0) {
    return `it sealed ${sealed.map(({ table, column, rows }) => `${rows} of ${table}.${column}`).join(", ")}`;
  }
  await deleteUsedKey(db, { purpose: "seal", keyId });
  await deleteUsedKey(db, { purpose: "link", keyId });
  return null;
}
