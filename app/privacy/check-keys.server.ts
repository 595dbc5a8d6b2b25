import { createHmac } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { KeyringSecrets } from "~/config";
import type { PrismaClient } from "~/generated/prisma/client";
import { AppError } from "~/lib/errors";
import { addUsedKeys, listUsedKeys, type UsedKey } from "./used-key-store.server";

interface Deps {
  readonly db: PrismaClient;
  readonly now: () => Date;
  /** How long other processes are given to see that a key is new. */
  readonly settleMs?: number;
}

/** Longer than the interval at which a worker reads the register. */
const SETTLE_MS = 5_000;
/** How long a worker's view of the register is valid. */
const SEEN_FOR_MS = 1_000;

/**
 * Holds the keyring against the keys that ever sealed or signed, and registers those that this process is about
 * to use. It reads a table of a few rows, whatever the others hold.
 *
 * @throws AppError `conflict` when a key in use is missing, or another has its name
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
  // In a rotation: workers that lack the key see it here before the first value that it sealed.
  if (added > 0 && used.length > 0) await pause(settleMs);
}

/** The registered keys that a keyring does not have, or has another in the place of. */
export function listMissingKeys(
  secrets: KeyringSecrets,
  used: readonly UsedKey[],
): readonly UsedKey[] {
  const had = new Set(allKeys(secrets).map(nameOf));
  return used.filter((key) => !had.has(nameOf(key)));
}

/**
 * Whether this process has every key that is in use by now. Another process may have begun to use a newer one, and
 * what that sealed would fail here, try after try.
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

/** The keys that a process with this keyring seals and signs by. */
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
