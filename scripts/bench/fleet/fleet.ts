import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import {
  createDatabase,
  listDatabases,
  type BenchDatabase,
  type DatabaseName,
} from "../main-job/databases";
import type { Report } from "../report";
import { quantile, roundSignificant } from "../statistics";
import type { Table } from "../table";
import type { FleetRun } from "./fleet-process";
import { seedFleet, seedNewShops } from "./seed-fleet";
import { startFleet, type Used } from "./start-fleet";
import { measureSweeps } from "./sweeps";

/** `KINDRED_SHOPS=300 npm run bench -- fleet` measures a smaller fleet. */
const SHOPS = Number(process.env.KINDRED_SHOPS ?? 10_000);
const WORKERS = [1, 2, 4];
const EMBEDDED_SHOPS = Math.min(SHOPS, 100);
/** A first day takes a third of a second of a shop, so it is measured with fewer. */
const DAY_SHOPS = Math.min(SHOPS, 300);
/** One sweep of each process. */
const IDLE_SECONDS = 60;

/** Many shops on one database: what grows with their number. */
export const fleet: Report = {
  file: "docs/benchmarks/fleet.md",
  title: "Benchmarks of many shops",
  intro: `${SHOPS.toLocaleString("en-GB")} shops, whose sizes follow a power law; everything is measured once. Database, app and provider share the machine.`,
  parts: ["sweeps", "workers", "embedded"],
  async *measure(parts) {
    const { names, skipped } = await listDatabases();
    if (skipped !== null) console.error(skipped);
    if (parts.includes("sweeps")) yield await measureSweeps(names.at(-1)!, SHOPS);
    if (parts.includes("workers") && names.includes("PostgreSQL")) {
      yield* measureFleet("PostgreSQL", SHOPS, WORKERS);
    }
    if (parts.includes("embedded")) yield* measureFleet("PGlite", EMBEDDED_SHOPS, [1]);
  },
};

interface Measured {
  readonly workers: number;
  readonly idle: Used;
  readonly alone: readonly number[];
  readonly run: FleetRun;
  readonly used: Used;
}

async function* measureFleet(
  name: DatabaseName,
  shops: number,
  workerCounts: readonly number[],
): AsyncGenerator<Table> {
  console.error(`${name}: a day of ${DAY_SHOPS} shops`);
  yield await measureDay(name, Math.min(shops, DAY_SHOPS));
  console.error(`${name}: ${shops} shops`);
  const seeded = await createDatabase(name);
  await seedFleet(seeded, shops);
  const rows: Measured[] = [];
  for (const workers of workerCounts) {
    console.error(`${name}: ${workers} workers`);
    rows.push(await measureWorkers(seeded, shops, workers));
  }
  await seeded.remove();
  yield idleTable(name, shops, rows);
  yield workTable(name, shops, rows);
  yield latencyTable(name, shops, rows);
}

/** The daily work of all shops, which a worker finds due when it starts. */
async function measureDay(name: DatabaseName, shops: number): Promise<Table> {
  const database = await createDatabase(name);
  await database.use(({ db }, keyring) => seedNewShops(db, keyring, shops));
  const bytesBefore = await countBytes(database);
  const fleet = await startFleet(database, { shops, workers: 1 });
  const { used } = await fleet.measure(() => fleet.ask("settle"));
  await fleet.stop();
  const bytes = (await countBytes(database)) - bytesBefore;
  await database.remove();
  return {
    title: `A day without orders: ${name}, ${shops} shops`,
    intro: [
      "One worker starts on a fleet in which every daily and hourly job of every shop is due, until nothing waits. Stored bytes include indexes and space for updated rows; they are those of a first day.",
    ],
    columns: ["", "statements", "CPU ms of the app", "CPU ms of PostgreSQL", "bytes stored"],
    rows: [
      [
        "a shop",
        ...[used.statements, used.workersMs, used.postgres?.cpuMs ?? 0].map((it) =>
          figure(it / shops),
        ),
        Math.round(bytes / shops),
      ],
    ],
  };
}

async function measureWorkers(
  seeded: BenchDatabase,
  shops: number,
  workers: number,
): Promise<Measured> {
  const database = await seeded.copy();
  const fleet = await startFleet(database, { shops, workers });
  try {
    await fleet.ask("settle");
    const { used: idle } = await fleet.measure(() => pause(IDLE_SECONDS * 1_000));
    const alone = await fleet.ask<number[]>("probe");
    await fleet.ask("settle");
    const { result: run, used } = await fleet.measure(() => fleet.ask<FleetRun>("run"));
    return { workers, idle, alone, run, used };
  } finally {
    await fleet.stop();
    await database.remove();
  }
}

function idleTable(name: DatabaseName, shops: number, rows: readonly Measured[]): Table {
  return {
    title: `Idle: ${name}, ${shops} shops`,
    intro: [`${IDLE_SECONDS} s after the daily work, with one sweep of each process.`],
    columns: ["", "statements/s", "CPU ms/s of the app", "CPU ms/s of PostgreSQL"],
    rows: rows.map(({ workers, idle }) => [
      named(workers),
      ...[idle.statements, idle.workersMs, idle.postgres?.cpuMs ?? 0].map((it) =>
        figure(it / idle.seconds),
      ),
    ]),
  };
}

function workTable(name: DatabaseName, shops: number, rows: readonly Measured[]): Table {
  return {
    title: `Orders and emails: ${name}, ${shops} shops`,
    intro: [
      "All orders and due emails of a run at once. An order goes from its webhook to the profile, predictions, flows and credit; an email from its due enrollment to the settled message and its event in all stages. A unit is an order or an email. Waiting for locks is in seconds per second, of all connections together.",
    ],
    columns: [
      "",
      "orders",
      "emails",
      "s",
      "units/s",
      "statements a unit",
      "CPU ms of the app",
      "of the receiver, an order",
      "of PostgreSQL",
      "lock waits",
      "deadlocks",
    ],
    rows: rows.map(({ workers, run, used }) => {
      const units = run.orders + run.emails;
      return [
        named(workers),
        ...[run.orders, run.emails].map(Math.round),
        figure(run.seconds),
        figure(units / run.seconds),
        ...[used.statements, used.workersMs].map((it) => figure(it / units)),
        figure(used.receiverMs / run.orders),
        figure((used.postgres?.cpuMs ?? 0) / units),
        figure(used.postgres?.waiting ?? 0),
        used.postgres?.deadlocks ?? 0,
      ];
    }),
  };
}

function latencyTable(name: DatabaseName, shops: number, rows: readonly Measured[]): Table {
  return {
    title: `The smallest shops beside the largest: ${name}, ${shops} shops`,
    intro: [
      `The time from an order's webhook until it has passed all stages, for the smallest shops alone, and for the smallest and the largest while the run above is worked off. Guide: the smallest at most ${name === "PGlite" ? 3 : 2} times as long as alone.`,
    ],
    columns: ["", "alone p50 ms", "smallest p50", "p90", "largest p50", "p90", "times", "guide"],
    rows: rows.map(({ workers, alone, run }) => {
      const times = p(run.smallest, 0.5) / p(alone, 0.5);
      return [
        named(workers),
        figure(p(alone, 0.5)),
        ...[run.smallest, run.largest].flatMap((it) => [figure(p(it, 0.5)), figure(p(it, 0.9))]),
        figure(times),
        times < (name === "PGlite" ? 3 : 2) ? "met" : "missed",
      ];
    }),
  };
}

const named = (workers: number) => (workers === 1 ? "1 worker" : `${workers} workers`);
const figure = (value: number) => roundSignificant(value);
const p = (values: readonly number[], share: number): number =>
  values.length === 0
    ? Number.NaN
    : quantile(
        values.toSorted((a, b) => a - b),
        share,
      );

async function countBytes({ env }: BenchDatabase): Promise<number> {
  const url = env.DATABASE_URL;
  if (!url) return 0;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ bytes: string }>(
    "select pg_database_size(current_database()) as bytes",
  );
  await client.end();
  return Number(rows[0]!.bytes);
}
