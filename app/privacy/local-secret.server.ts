import { randomBytes, randomUUID } from "node:crypto";
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Config, Settings } from "~/config";
import { restrictToOwner, makePrivateFolder } from "~/lib/private-folder.server";

/**
 * Replaces Shopify's secret when none is set: random, stored in `<folder>/shopify-secret`. The local Shopify signs
 * with the same secret.
 */
export function loadOrCreateLocalSecret(folder: string): string {
  const path = join(folder, "shopify-secret");
  makePrivateFolder(folder);
  if (!existsSync(path)) createSecret(path);
  restrictToOwner(path, 0o600);
  return readFileSync(path, "utf8");
}

/** The settings, with that secret if they have none. */
export function withLocalSecret(settings: Settings): Config {
  const { shopify, dataFolder } = settings;
  const apiSecret = shopify.apiSecret ?? loadOrCreateLocalSecret(dataFolder);
  return { ...settings, shopify: { ...shopify, apiSecret } };
}

/** The first of several processes creates it, and none reads a partial file. */
function createSecret(path: string): void {
  const draft = `${path}.${randomUUID()}`;
  try {
    writeFileSync(draft, randomBytes(32).toString("hex"), { mode: 0o600 });
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}
