import type { CommonDeps } from "~/deps";
import type { Log } from "~/lib/log.server";
import { eraseCustomer } from "~/privacy/erase-customer.server";
import type { ErasureDeps } from "~/privacy/erase-customer.server";
import { eraseShop } from "~/privacy/erase-shop.server";
import type { PersonalDataRegistry } from "~/privacy/personal-data";
import type { Erasure, Journal } from "./journal.server";
import { certainlyContains, type Timeline } from "./timeline";
import { incrementBeat } from "./timeline-store.server";

export interface WatchDeps extends CommonDeps<"db" | "keyring" | "queue" | "now"> {
  readonly personalData: PersonalDataRegistry;
  readonly journal: Journal;
  readonly mailer: ErasureDeps["mailer"];
  readonly log: Pick<Log, "info" | "warn" | "error">;
}

export interface Watch {
  stop(): void;
}

const BEAT_MS = 60_000;

/**
 * Checks now and each minute whether the database returned to an earlier state: by a restore, by a fail-over to a
 * lagging copy, or by a power cut that damaged the embedded database. Then pauses the email of all shops and repeats
 * later erasures before anything else runs.
 */
export async function watchForRestore(deps: WatchDeps): Promise<Watch> {
  await detectRestore(deps);
  const timer = setInterval(() => {
    detectRestore(deps).catch((error: unknown) =>
      deps.log.error({ err: error }, "the journal's beat failed"),
    );
  }, BEAT_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

/** @returns whether the database was restored, detected now or by another process */
export async function detectRestore(
  { db, journal, now, log, ...deps }: WatchDeps,
  { isDeclared = false }: { readonly isDeclared?: boolean } = {},
): Promise<boolean> {
  const mark = journal.readMark();
  const beat = await db.$transaction((tx) => incrementBeat(tx, mark, { now: now(), isDeclared }));
  if (mark === null && beat.found.beat > 0) {
    log.warn(
      "The journal has no mark of this database. If it was restored: npm run restore -- begin",
    );
  }
  if (beat.comparison !== "same") {
    const erased = await repeatErasures(beat.found, { db, journal, now, ...deps });
    log.warn(
      { backupAt: beat.backupAt, erased, comparison: beat.comparison },
      "This database was restored. Email is held until consents and sent email since the backup are reconciled",
    );
  }
  journal.writeMark(beat.position);
  journal.dropOld();
  return beat.comparison !== "same";
}

/**
 * Repeats erasures that a database may have lost.
 * @returns their number
 */
async function repeatErasures(
  found: Timeline,
  { journal, ...deps }: Omit<WatchDeps, "log">,
): Promise<number> {
  const missing = journal
    .listErasures()
    .filter(({ position }) => !certainlyContains(found, position));
  for (const { at, erasure } of missing) await repeat(erasure, at, deps);
  return missing.length;
}

async function repeat(
  erasure: Erasure,
  at: Date,
  deps: Omit<WatchDeps, "log" | "journal">,
): Promise<void> {
  const { shopId } = erasure;
  if (erasure.kind === "customer") {
    await eraseCustomer(shopId, erasure, deps);
    return;
  }
  // The shop had uninstalled by then, which the back-up may not contain.
  await deps.db.shop.updateMany({
    where: { shopId, uninstalledAt: null, installedAt: { lt: at } },
    data: { uninstalledAt: at },
  });
  await eraseShop(shopId, erasure, deps);
}
