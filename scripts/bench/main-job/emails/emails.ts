import { drainOutboxJob } from "~/delivery/outbox/drain-outbox.job.server";
import { advanceEnrollmentsJob } from "~/flows/progress/advance-enrollments.job.server";
import { ShopId } from "~/lib/shop-id";
import type { PrismaClient } from "~/generated/prisma/client";
import { scoreProfilesJob } from "~/predictions/scores/score-profiles.job.server";
import type { Keyring } from "~/privacy/keyring.server";
import { startChild } from "../../child";
import { createDatabase, type BenchDatabase, type DatabaseName } from "../databases";
import type { EmailWorkerResult, EmailWorkerTask } from "./email-worker";
import type { AcceptedCount } from "./provider";
import { seedDueEnrollments } from "./seed-due-enrollments";
import { seedShop } from "../seed-shop";
import { jobDeps, storeModels, trainModels, type TrainedModels } from "./trained-models";
import { median, roundSignificant } from "../../statistics";
import type { Table } from "../../table";

const SHOPS = 4;
export const SHOP_IDS = Array.from({ length: SHOPS }, (_, i) =>
  ShopId.parse(`bench-${i}.myshopify.com`),
);

/** Number of emails per measurement. */
export interface EmailLoad {
  readonly emailsAShop: number;
  /** Excluded from the rate: the first emails compile templates and load models. */
  readonly warmUp: number;
}

export const emailsOf = ({ emailsAShop }: EmailLoad): number => SHOPS * emailsAShop;
const LOAD: EmailLoad = { emailsAShop: 1_000, warmUp: 1_000 };

interface Result {
  readonly perSecond: number;
  /** Number of app processes. */
  readonly cpuMs: number;
}

interface Setting {
  readonly does: EmailWorkerTask["does"];
  readonly processes: number;
}

/** Emails decided, composed, frozen, sent to a local Resend and settled. */
export async function benchEmails(
  databases: readonly DatabaseName[],
  repeats: number,
): Promise<Table> {
  let trained: TrainedModels | null = null;
  const rows: (string | number)[][] = [];
  for (const name of databases) {
    const prepared = await createDatabase(name);
    trained = await prepared.use(({ db }, keyring) => planAllEmails(db, keyring, LOAD, trained));
    for (const setting of settingsFor(name)) {
      const results: Result[] = [];
      for (let i = 0; i < repeats; i++) results.push(await measureEmails(prepared, setting, LOAD));
      const perSecond = median(results.map((result) => result.perSecond));
      rows.push([
        nameOf(name, setting),
        roundSignificant(perSecond),
        roundSignificant(median(results.map(({ cpuMs }) => cpuMs / emailsOf(LOAD)))),
        perSecond >= 1_000 ? "met" : "missed",
      ]);
    }
    await prepared.remove();
  }
  return {
    title: "Emails sent",
    intro: [
      `${emailsOf(LOAD)} emails of ${SHOPS} shops whose models are trained, each with an abandoned checkout and four recommended products, all due. They are decided, composed, frozen, handed to a local Resend in its own process in batches of 100, and settled. The rate is for all but the first ${LOAD.warmUp}, by the provider's clock. Every email was accepted once. CPU is the app processes'. Guide: at least 1,000/s.`,
      "“The drain alone” runs only that job. A worker also processes the event of each sent email through the whole pipeline. PGlite runs the database in a thread of the app's process; with PostgreSQL the workers, the database and the provider share the cores. Resend itself takes 200 to 500 emails a second.",
    ],
    columns: ["", "emails/s", "CPU ms per email", "guide"],
    rows,
  };
}

function settingsFor(name: DatabaseName): Setting[] {
  const one = [
    { does: "drain", processes: 1 },
    { does: "worker", processes: 1 },
  ] as const;
  // PGlite belongs to one process.
  return name === "PGlite" ? [...one] : [...one, { does: "worker", processes: 2 }];
}

function nameOf(name: DatabaseName, { does, processes }: Setting): string {
  if (does === "drain") return `${name}, the drain alone`;
  return `${name}, ${processes === 1 ? "one worker" : "two workers"}`;
}

/** Makes processes send everything due in a copy of the database, once. */
export async function measureEmails(
  prepared: BenchDatabase,
  { does, processes }: Setting,
  load: EmailLoad,
): Promise<Result> {
  const emails = emailsOf(load);
  const database = await prepared.copy();
  const provider = startChild(new URL("./provider.ts", import.meta.url), null);
  const { url } = await provider.next<{ url: string }>();
  const task = {
    does,
    shopIds: SHOP_IDS,
    // As the app's worker does (deps.server.ts).
    concurrency: database.name === "PGlite" ? drainOutboxJob.minConcurrency! : 4,
  } satisfies EmailWorkerTask;
  const workers = Array.from({ length: processes }, () =>
    startChild(new URL("./email-worker.ts", import.meta.url), task, {
      ...database.env,
      RESEND_API_KEY: "re_bench",
      RESEND_BASE_URL: url,
      KINDRED_WORKER: does === "worker" ? "on" : "off",
    }),
  );
  await Promise.all(workers.map((worker) => worker.next()));
  for (const worker of workers) worker.send("begin");
  const done = await Promise.all(workers.map((worker) => worker.next<EmailWorkerResult>()));
  provider.send("count");
  const { accepted, atMs } = await provider.next<AcceptedCount>();
  await Promise.all([...workers, provider].map((child) => child.stop()));
  await database.remove();
  if (accepted !== emails) throw new Error(`The provider took ${accepted} emails of ${emails}`);
  const seconds = (atMs.at(-1)! - atMs[load.warmUp / 100]!) / 1_000;
  return {
    perSecond: (emails - load.warmUp - 100) / seconds,
    cpuMs: done.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
  };
}

/**
 * All shops with planned emails.
 * @returns the models, as given
 */
export async function planAllEmails(
  db: PrismaClient,
  keyring: Keyring,
  { emailsAShop }: EmailLoad,
  known: TrainedModels | null,
): Promise<TrainedModels> {
  let trained = known;
  const size = { customers: emailsAShop, products: 500, ordersEach: 4 };
  for (const shopId of SHOP_IDS) {
    await seedShop(db, keyring, shopId, size);
    if (trained === null) trained = await trainModels(db, keyring, shopId);
    else await storeModels(db, shopId, trained);
    await planEmails(db, keyring, shopId, emailsAShop);
  }
  await db.$executeRawUnsafe("analyze");
  return trained!;
}

/** A shop in use has scored all its customers, so that nothing becomes due meanwhile; then their next emails are planned. */
async function planEmails(
  db: PrismaClient,
  keyring: Keyring,
  shopId: ShopId,
  emails: number,
): Promise<void> {
  await seedDueEnrollments(db, keyring, shopId, { count: emails });
  const deps = jobDeps(db, keyring);
  const { signal } = new AbortController();
  while ((await scoreProfilesJob.run(shopId, deps, signal)).more);
  while ((await advanceEnrollmentsJob.run(shopId, deps, signal)).more);
}
