import type { KeyringSecrets } from "~/config";
import { acrossShops } from "~/db-scope.server";
import type { CommonDeps } from "~/deps";
import type { Log } from "~/lib/log.server";
import { watchUsedKeys } from "./check-keys.server";

interface Deps extends CommonDeps<"db"> {
  readonly log: Pick<Log, "error">;
}

/** Work that needs a newer process's key would fail repeatedly here, so this process leaves it to others until it has the key. */
export function mayRunWith(secrets: KeyringSecrets, { db, log }: Deps): () => Promise<boolean> {
  const listMissing = watchUsedKeys(secrets, db, () => performance.now());
  let isHeld = false;
  return async () => {
    const missing = await acrossShops("run-process", listMissing);
    if (missing.length > 0 && !isHeld) {
      const keys = missing.map(({ purpose, keyId }) => `${purpose} ${keyId}`);
      log.error({ keys }, "no job runs here: another process uses keys that this one lacks");
    }
    isHeld = missing.length > 0;
    return !isHeld;
  };
}
