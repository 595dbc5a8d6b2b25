import "./load-env";
import { parseConfig } from "~/config";
import { acrossShops } from "~/db-scope.server";
import { outboxMailer } from "~/delivery/mailers/mailer.outbox.server";
import { startDatabaseClock } from "~/lib/clock.server";
import { createLog } from "~/lib/log.server";
import { ShopId } from "~/lib/shop-id";
import { PERSONAL_DATA } from "~/personal-data-registry.server";
import { createKeyring } from "~/privacy/keyring.server";
import { loadOrCreateKeys } from "~/privacy/load-keys.server";
import { createJournal } from "~/restore/journal.server";
import { endRestore } from "~/restore/shop-restore-store.server";
import { detectRestore } from "~/restore/watch-for-restore.server";
import { openToolDatabase } from "./open-tool-database";
import { runTool } from "./run-tool";

const usage = `npm run restore                      says which shops' email is held after a restore
npm run restore -- begin             says that the database was restored: holds all email, repeats erasures
npm run restore -- release SHOP      lets a shop's email go on now, whatever was sent since the backup

Without DATABASE_URL stop Kindred first: the embedded database belongs to one process.`;

const [command, shop, ...rest] = process.argv.slice(2);
const isKnown =
  command === undefined ||
  (command === "begin" && shop === undefined) ||
  (command === "release" && shop !== undefined && rest.length === 0);
const shopId = command === "release" ? (ShopId.safeParse(shop).data ?? null) : null;

if (isKnown && command === "release" && shopId === null) {
  console.error(`${shop} is no shop: name it as kettle.myshopify.com.`);
  process.exitCode = 2;
} else if (isKnown) await runTool(() => acrossShops("operate", run));
else {
  console.error(usage);
  process.exitCode = 2;
}

async function run(): Promise<void> {
  const config = parseConfig(process.env);
  const { db, close } = await openToolDatabase(config);
  const clock = await startDatabaseClock(db);
  const now = () => clock.now();
  try {
    if (command === "begin") {
      const keyring = createKeyring(config.keys ?? loadOrCreateKeys(config.dataFolder).secrets);
      const journal = createJournal({ folder: config.journalFolder, keyring, now });
      // Needs no wake-up, because the sweep of the next worker finds due rows.
      const queue = { announce: () => Promise.resolve(), announceAll: () => Promise.resolve() };
      const mailer = config.email.driver === "outbox" ? outboxMailer(config.email) : {};
      const log = createLog(config.logLevel);
      const deps = { db, keyring, personalData: PERSONAL_DATA, queue, journal, mailer, now, log };
      await detectRestore(deps, { isDeclared: true });
    } else if (shopId !== null) {
      const isReleased = await endRestore(db, shopId, { skipsDue: false }, now());
      console.log(isReleased ? `Email of ${shopId} goes on` : `Email of ${shopId} is not held`);
    }
    const held = await db.shopRestore.findMany({ where: { endedAt: null } });
    for (const { shopId, backupAt, restoredAt } of held) {
      const [backup, restored] = [backupAt, restoredAt].map((it) => it.toISOString());
      console.log(`${shopId}: held since ${restored}, restored to ${backup}`);
    }
    if (held.length === 0) console.log("No shop's email is held");
  } finally {
    clock.stop();
    await close();
  }
}
