import { createHmac } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { KeyringSecrets } from "~/config";
import type { PrismaClient } from "~/generated/prisma/client";
import { AppError } from "~/lib/errors";
import { addUsedKeys, listUsedKeys, type UsedKey } from "./used-key-store.server";

interface Deps {
  readonly db: PrismaClient;
  readonly now: () => Date;
  /** How long other processes have to notice that a key is new. */
  readonly settleMs?: number;
}

/** Longer than the interval at which a worker reads the register. */
const SETTLE_MS = 10_000;
/** How long a worker's view of the register is valid. */
const SEEN_FOR_MS = 5_000;

/**
 * Checks the keyring against all keys that ever sealed or signed, and registers those that this process is about to
 * use. Reads only a small table.
 *
 * @throws AppError `conflict` when a used key is missing or has a different value
 */
export async function adoptKeys(
  secrets: KeyringSecrets,
  { db, now, settleMs = SETTLE_MS }: Deps,
): Promise<void> {
  const used = await listUsedKeys(db);
  const missing = listMissingKeys(secrets, used);
  if (missing.length > 0) {
    throw new AppError(
      "conflict",
      `KINDRED_KEYS lacks keys that are in use: ${missing.map(({ purpose, keyId }) => `${purpose} ${keyId}`).join(", ")}. ` +
        "Put them back. `npm run -s keys -- check` says what they sealed.",
    );
  }
  const added = await addUsedKeys(db, keysToUse(secrets), now());
  // During a rotation, workers without the key notice it here before the first value that it seals.
  if (added > 0 && used.length > 0) await pause(settleMs);
}

/** The registered keys that are missing in a keyring or differ. */
export function listMissingKeys(
  secrets: KeyringSecrets,
  used: readonly UsedKey[],
): readonly UsedKey[] {
  const had = new Set(allKeys(secrets).map(nameOf));
  return used.filter((key) => !had.has(nameOf(key)));
}

/**
 * Whether this process has every key in use. Another process may use a newer key, and values sealed with it would
 * fail here repeatedly.
 */
export function watchUsedKeys(
  secrets: KeyringSecrets,
  db: PrismaClient,
  nowMs: () => number,
): () => Promise<readonly UsedKey[]> {
  let seenMs = -Infinity;
  let missing: readonly UsedKey[] = [];
  return async () => {
    if (nowMs() - seenMs >= SEEN_FOR_MS) {
      missing = listMissingKeys(secrets, await listUsedKeys(db));
      seenMs = nowMs();
    }
    return missing;
  };
}

const nameOf = ({ purpose, keyId, fingerprint }: UsedKey) => `${purpose} ${keyId} ${fingerprint}`;

/** The keys that a process with this keyring uses for sealing and signing. */
function keysToUse(secrets: KeyringSecrets): UsedKey[] {
  const [signing] = Object.keys(secrets.links);
  return allKeys(secrets).filter(
    ({ purpose, keyId }) =>
      purpose === "index" || keyId === (purpose === "seal" ? secrets.active : signing),
  );
}

function allKeys({ encryption, links, index }: KeyringSecrets): UsedKey[] {
  const listed = (purpose: UsedKey["purpose"], keys: Readonly<Record<string, string>>) =>
    Object.entries(keys).map(([keyId, key]) => ({
      purpose,
      keyId,
      fingerprint: fingerprintOf(key),
    }));
  return [...listed("seal", encryption), ...listed("link", links), ...listed("index", { index })];
}

function fingerprintOf(key: string): string {
  const digest = createHmac("sha256", Buffer.from(key, "base64")).update("kindred fingerprint");
  return digest.digest("hex").slice(0, 16);
}
