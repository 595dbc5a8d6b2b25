import { listMissingMigrations } from "~/db-migrations.server";
import { acrossShops } from "~/db-scope.server";
import type { Config } from "~/config";
import type { CommonDeps } from "~/deps";
import { mailboxOf } from "~/email-config";
import { LATE_SECONDS, readMailboxAge } from "~/feedback/mailbox/mailbox-age.server";
import type { PgBossQueue } from "~/jobs/queue.pg-boss.server";

/** With a worker, a wake-up waits seconds; behind a long import, minutes. */
const MAX_WAIT_SECONDS = 900;

export interface Readiness {
  /** Whether requests can be served. */
  readonly isReady: boolean;
  /** "ok", or what is wrong, for each part. */
  readonly parts: Readonly<Record<"database" | "migrations" | "queues", string>> & {
    /** Absent if no mailbox is read. */
    readonly mailbox?: string;
  };
}

type Deps = CommonDeps<"db" | "log"> & {
  readonly queue: Pick<PgBossQueue, "readBacklog" | "queryAsOwner">;
  readonly config: Pick<Config, "inbound">;
};

/**
 * Checks everything that a request needs. A queue on which no worker acts is reported but does not make a web process
 * unready: it still receives webhooks and serves pages, and taking it out of service would help nobody. The same holds
 * for a mailbox that cannot be read.
 */
export async function checkReadiness({ db, queue, log, config }: Deps): Promise<Readiness> {
  const readsMailbox = mailboxOf(config.inbound) !== null;
  const parts = {
    ...{ database: "ok", migrations: "ok", queues: "ok" },
    ...(readsMailbox && { mailbox: "ok" }),
  };
  try {
    await acrossShops("run-process", () => db.$queryRaw`select 1`);
  } catch (error) {
    log.error({ err: error }, "health check failed");
    const unknown = "unknown";
    return {
      isReady: false,
      parts: { database: "cannot be reached", migrations: unknown, queues: unknown },
    };
  }
  let isReady = true;
  try {
    const missing = await listMissingMigrations(queue.queryAsOwner);
    if (missing.length > 0) {
      isReady = false;
      parts.migrations = `${missing.length} are missing: run npm run migrate`;
    }
    const backlog = await queue.readBacklog();
    const waitSeconds = Math.round(Math.max(0, ...backlog.map(({ seconds }) => seconds)));
    if (waitSeconds > MAX_WAIT_SECONDS) parts.queues = `no worker acts since ${waitSeconds} s`;
    if (readsMailbox) parts.mailbox = describeMailbox(await readMailboxAge({ db, config }));
  } catch (error) {
    log.error({ err: error }, "health check failed");
    isReady = false;
    parts.queues = "cannot be reached";
  }
  return { isReady, parts };
}

function describeMailbox(ageSeconds: number | null): string {
  if (ageSeconds === null) return "was never read";
  return ageSeconds > LATE_SECONDS ? `was not read for ${Math.round(ageSeconds)} s` : "ok";
}
