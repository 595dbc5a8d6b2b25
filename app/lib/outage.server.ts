import { sqlStateOf } from "./sql-state";

/** How long the database must answer before an outage counts as over, because broken connections fail later. */
const HEALTHY_CHECKS = 3;
const CHECK_EVERY_MS = 1_000;
/** An error may wrap another: ours, Prisma's, the driver's, the socket's. */
const MAX_CAUSES = 5;

/** Prisma: cannot reach the server, timed out, the server closed the connection. */
const PRISMA_CODES = ["P1001", "P1002", "P1008", "P1017"];
/** PostgreSQL: a connection failed, the server shuts down or starts, too many connections. */
const SQL_STATES = /^(?:08\w{3}|57P0[123]|53300)$/;
const SOCKET_CODES =
  /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/;
const SOCKET_CALLS = /^(?:connect|read|write|getaddrinfo)$/;
/** The driver and the queue have no codes for these. */
const DRIVER_TEXTS =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|LISTEN\/NOTIFY (?:connection ended|heartbeat timed out))/;
/** Prisma has no code for these in a raw query. */
const RAW_QUERY_TEXTS = /Can't reach database server|Server has closed the connection/;

/** Whether an error says that the database cannot be reached. Errors of other servers do not count. */
export function isDatabaseAway(error: unknown): boolean {
  let current = error;
  for (let depth = 0; depth < MAX_CAUSES && current instanceof Error; depth++) {
    // `fetch` failed: the error of another server.
    if (current instanceof TypeError) return false;
    const { code, syscall, command } = current as NodeJS.ErrnoException & { command?: unknown };
    const text = code ?? "";
    if (PRISMA_CODES.includes(text) || SQL_STATES.test(text)) return true;
    if (SQL_STATES.test(sqlStateOf(current) ?? "")) return true;
    if (DRIVER_TEXTS.test(current.message) || RAW_QUERY_TEXTS.test(current.message)) return true;
    // The email server's client names its command.
    const isSocket = SOCKET_CODES.test(text) && command === undefined;
    if (isSocket && (current instanceof AggregateError || SOCKET_CALLS.test(syscall ?? ""))) {
      return true;
    }
    current = current.cause;
  }
  return false;
}

interface Watch {
  /** Logs the begin of an outage. */
  readonly onBegin: (error: Error) => void;
  /** Logs its end, with the number of errors that were not logged. */
  readonly onEnd: (outage: { readonly seconds: number; readonly unlogged: number }) => void;
  /** Rejects while the database cannot be reached. */
  readonly ping: () => Promise<unknown>;
  readonly checkEveryMs?: number;
}

export interface Outage {
  /** Whether the error belongs to an outage, which has its own log lines. False before `watch`. */
  hides(error: unknown): boolean;
  isOngoing(): boolean;
  watch(how: Watch): { stop(): void };
}

/**
 * One log line when the database goes away, and one when it is back. Otherwise each queue, poll and request would log
 * its own error: hundreds of lines a second.
 */
export function createOutage(): Outage {
  let begin: ((error: Error) => void) | null = null;
  let unlogged: number | null = null;

  return {
    hides(error) {
      if (begin === null || !(error instanceof Error) || !isDatabaseAway(error)) return false;
      if (unlogged === null) begin(error);
      else unlogged += 1;
      return true;
    },
    isOngoing: () => unlogged !== null,
    watch({ onBegin, onEnd, ping, checkEveryMs = CHECK_EVERY_MS }) {
      let timer: NodeJS.Timeout | null = null;

      begin = (error) => {
        unlogged = 0;
        onBegin(error);
        const startMs = performance.now();
        let healthy = 0;
        const check = async () => {
          healthy = await ping().then(
            () => healthy + 1,
            () => 0,
          );
          if (begin === null) return;
          if (healthy < HEALTHY_CHECKS) {
            timer = setTimeout(() => void check(), checkEveryMs).unref();
            return;
          }
          const seconds = Math.round((performance.now() - startMs) / 1_000);
          onEnd({ seconds, unlogged: unlogged ?? 0 });
          unlogged = null;
        };
        timer = setTimeout(() => void check(), checkEveryMs).unref();
      };
      return {
        stop() {
          begin = null;
          if (timer) clearTimeout(timer);
        },
      };
    },
  };
}
