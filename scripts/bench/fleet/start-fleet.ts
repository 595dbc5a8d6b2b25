import { startChild, type Child } from "../child";
import type { BenchDatabase } from "../main-job/databases";
import type { FleetCommand, FleetTask, FleetUsage } from "./fleet-process";
import { watchDatabase, type DatabaseUsage } from "../main-job/watch-database";

/** Processes of the app on one database: some with a worker, and one that receives. On PGlite, one does both. */
export interface Fleet {
  ask<T>(command: FleetCommand): Promise<T>;
  /** What all processes and the database use while the work is done. */
  measure<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly used: Used }>;
  stop(): Promise<void>;
}

export interface Used {
  readonly seconds: number;
  /** Of the workers, or of the one process on PGlite. */
  readonly statements: number;
  readonly workersMs: number;
  /** Of the process that receives; 0 on PGlite. */
  readonly receiverMs: number;
  /** Null on PGlite. */
  readonly postgres: DatabaseUsage | null;
}

export async function startFleet(
  database: BenchDatabase,
  { shops, workers }: { readonly shops: number; readonly workers: number },
): Promise<Fleet> {
  const isEmbedded = database.name === "PGlite";
  const databaseUrl = database.env.DATABASE_URL || null;
  const provider = startChild(new URL("../main-job/emails/provider.ts", import.meta.url), null);
  const { url } = await provider.next<{ url: string }>();
  const start = async (hasWorker: boolean): Promise<Child> => {
    const task: FleetTask = { shops };
    const child = startChild(new URL("./fleet-process.ts", import.meta.url), task, {
      ...database.env,
      KINDRED_WORKER: hasWorker ? "on" : "off",
      RESEND_API_KEY: "re_bench",
      RESEND_BASE_URL: url,
    });
    await child.next();
    return child;
  };
  const receiver = await start(isEmbedded);
  const others = await Promise.all(
    Array.from({ length: isEmbedded ? 0 : workers }, () => start(true)),
  );
  const ask = async <T>(child: Child, command: FleetCommand): Promise<T> => {
    child.send(command);
    return child.next<T>();
  };
  const usageOf = async () => ({
    receiver: await ask<FleetUsage>(receiver, "usage"),
    workers: await Promise.all(others.map((it) => ask<FleetUsage>(it, "usage"))),
  });

  return {
    ask: (command) => ask(receiver, command),
    async measure(work) {
      const before = await usageOf();
      const watch = databaseUrl === null ? null : await watchDatabase(databaseUrl);
      const startMs = performance.now();
      const result = await work();
      const seconds = (performance.now() - startMs) / 1_000;
      const postgres = (await watch?.stop()) ?? null;
      const after = await usageOf();
      const receiverMs = after.receiver.cpuMs - before.receiver.cpuMs;
      const workersMs = sum(after.workers, "cpuMs") - sum(before.workers, "cpuMs");
      const used: Used = {
        ...{ seconds, postgres },
        statements: sum(after.workers, "statements") - sum(before.workers, "statements"),
        workersMs: isEmbedded ? receiverMs : workersMs,
        receiverMs: isEmbedded ? 0 : receiverMs,
      };
      return { result, used };
    },
    async stop() {
      await Promise.all([receiver, ...others, provider].map((child) => child.stop()));
    },
  };
}

const sum = (usages: readonly FleetUsage[], key: keyof FleetUsage): number =>
  usages.reduce((total, usage) => total + usage[key], 0);
