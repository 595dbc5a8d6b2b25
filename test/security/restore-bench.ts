import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { findScope } from "~/db-scope.server";
import { openDatabase, overPGlite, type Database } from "~/db.server";
import type { Mailer } from "~/delivery/mailer";
import { JOBS } from "~/job-registry.server";
import { createJournal, type Journal } from "~/restore/journal.server";
import { detectRestore } from "~/restore/watch-for-restore.server";
import { createEdgeDeps } from "../events/test-shop";
import { hoursAgo, NOW, SHOP } from "../support/builders";
import { copyPostgres } from "../support/copy-postgres";
import { outboxDeps, storeSendingShop } from "../support/outbox-stage";
import { recordingMailer } from "../support/recording-mailer";
import { aCheckoutUpdated, storeCheckout, recordEvent } from "../support/stored-checkout";
import { storeProfile } from "../support/stored-rows";
import { waitFor } from "../support/wait-for";

type Deps = ReturnType<typeof depsFor>;

/* The test's environment, recreated before each test. */

export let folder: string;
export let journal: Journal;
let database: Database;
export let deps: Deps;
export let now: Date;
let mailer: Mailer;
const { signal } = new AbortController();
export const later = (hours: number) => hoursAgo(-hours);

/** Before each test of a group: a shop with a sender, in a separate database if the test copies it. */
export function startAppOn(open: () => Promise<Database>) {
  return async () => {
    folder = mkdtempSync(join(tmpdir(), "kindred-journal-"));
    now = NOW;
    database = await open();
    journal = createJournal({ folder, keyring: outboxDeps(database).keyring, now: () => now });
    await begin(database);
    return async () => {
      await database.close();
      rmSync(folder, { recursive: true });
    };
  };
}

/** The app's dependencies for a database. */
function depsFor(on: Database) {
  const [edge, outbox] = [createEdgeDeps(on), outboxDeps(on)];
  const config = { ...outbox.config, ...edge.config };
  return { ...edge, ...outbox, config, journal, mailer, now: () => now };
}

export function setNow(instant: Date): void {
  now = instant;
}

/** Replaces the mailer from now on. */
export function useMailer(other: Mailer): void {
  mailer = other;
  deps = depsFor(database);
}

async function begin(on: Database): Promise<void> {
  database = on;
  mailer = recordingMailer();
  deps = depsFor(on);
  await storeSendingShop(on.db);
  for (const customerId of ["201", "202", "203", "204", "205"]) {
    await storeProfile(on.db, deps.keyring, customerId, { countryCode: "GB" });
  }
  await detectRestore(deps);
}

/** A copy of the current database by its own means; nothing may use the original meanwhile. */
export async function backUp(): Promise<() => Promise<Database>> {
  const { driver } = database;
  if (driver.kind === "pglite") {
    const copy = await driver.pglite.dumpDataDir("none");
    return async () => overPGlite(await PGlite.create({ loadDataDir: copy }), findScope);
  }
  const { url } = driver;
  await database.close();
  // The server may close connections slightly later than the client.
  const copy = await waitFor("a copy of the database", () => copyPostgres(url).catch(() => null));
  use(await openDatabase({ driver: "postgres", url, poolSize: 4 }, findScope));
  return () => openDatabase({ driver: "postgres", url: copy, poolSize: 4 }, findScope);
}

function use(other: Database): void {
  database = other;
  deps = depsFor(other);
}

/** The disk is lost and replaced by the back-up, and the app starts on it. */
export async function restore(backup: () => Promise<Database>): Promise<void> {
  await database.close();
  use(await backup());
}

export async function run(name: string): Promise<void> {
  const job = JOBS.find((it) => it.name === name)!;
  for (let i = 0; i < 50; i++) {
    if (!(await job.run(SHOP, deps as never, signal)).more) return;
  }
  throw new Error(`${name} does not come to an end`);
}

/** The workers' jobs in the order of the data flow. */
export async function runJobs(): Promise<void> {
  await detectRestore(deps);
  for (const name of [
    "profiles.reconcile-shop",
    "catalog.project-catalog",
    "profiles.project-profiles",
    "feedback.reconcile-restore",
    "flows.enroll-profiles",
    "flows.advance-enrollments",
    "campaigns.plan-campaigns",
    "delivery.drain-outbox",
    "feedback.write-back-consent",
  ]) {
    await run(name);
  }
}

export async function runJobsAt(...instants: Date[]): Promise<void> {
  for (const instant of instants) {
    now = instant;
    await runJobs();
  }
}

export async function leaveCheckout(customerId: string, at: Date): Promise<void> {
  const token = `checkout-of-${customerId}`;
  await storeCheckout(deps.db, deps.keyring, `c${customerId}`, {
    token,
    startedAt: at,
    sourceUpdatedAt: at,
  });
  await recordEvent(deps.db, deps, [aCheckoutUpdated(token, at)]);
  await run("flows.enroll-profiles");
}

/** As if Shopify's customers had been read, which is tested elsewhere. */
export async function markConsentsReadUntil(syncedUntil: Date): Promise<void> {
  await deps.db.reconciliation.createMany({
    data: ["products", "customers", "orders"].map((resource) => {
      const [nextSyncAt, nextCountAt] = [later(900), later(900)];
      return { shopId: SHOP, resource, syncedUntil, nextSyncAt, nextCountAt };
    }),
  });
}
