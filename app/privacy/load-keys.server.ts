import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { KeyringJson, type KeyringSecrets } from "~/config";
import { AppError } from "~/lib/errors";
import type { Log } from "~/lib/log.server";
import { restrictToOwner, makePrivateFolder } from "~/lib/private-folder.server";
import { generateKeyringSecrets } from "./keyring.server";

/**
 * The secrets of an installation without configured ones: stored in `<folder>/keys.json`,
 * readable by its owner only, generated at the first start. Whoever has this
 * file and the database can read both; production keeps them apart
 * (`KINDRED_KEYS`).
 *
 * @throws AppError when the file exists but is invalid: it is never replaced, since everything it sealed would be lost
 */
export function loadOrCreateKeys(folder: string): { secrets: KeyringSecrets; created: boolean } {
  const path = join(folder, "keys.json");
  makePrivateFolder(folder);
  if (existsSync(path)) {
    restrictToOwner(path, 0o600);
    const parsed = KeyringJson.safeParse(readFileSync(path, "utf8"));
    if (!parsed.success) {
      throw new AppError(
        "invalid_input",
        `${path} holds no keyring. Restore it from a copy: without it what it sealed stays closed.`,
      );
    }
    return { secrets: parsed.data, created: false };
  }
  const secrets = generateKeyringSecrets();
  writeFileSync(path, JSON.stringify(secrets, null, 2), { mode: 0o600, flag: "wx", flush: true });
  return { secrets, created: true };
}

/** The keys of a data folder, with a warning when they are new. */
export function loadLocalKeys(dataFolder: string, log: Pick<Log, "warn">): KeyringSecrets {
  const { secrets, created } = loadOrCreateKeys(dataFolder);
  if (created) {
    log.warn(
      { folder: dataFolder },
      "new keys were written to keys.json: who has that file and the database can read both",
    );
  }
  return secrets;
}
