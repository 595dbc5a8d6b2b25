import type { Db } from "~/db.server";
import { readTags, type Email } from "../email";
import type { BatchOutcome, EmailResult } from "../mailer";
import { beginDispatch, endDispatch } from "./dispatch-store.server";

interface Deps {
  readonly db: Db;
  readonly now: () => Date;
}

/** Concerns the account instead of one email: the rest of the batch waits. */
type Stop = Extract<
  BatchOutcome,
  { kind: "unreachable" | "rate_limited" | "quota_exhausted" | "identity_refused" }
>;

export type DispatchResult = EmailResult | Stop;

/** A connection that sends emails one after another. */
export interface Lane {
  /** Reports problems in its result instead of throwing. */
  readonly send: (email: Email) => Promise<DispatchResult>;
  readonly isOpen: () => boolean;
  readonly close: () => void;
}

const MINUTE_MS = 60_000;
/** A batch stops after this time, before its lease can expire. */
const MAX_BATCH_MS = 80_000;

/**
 * Sends a batch email by email through a provider without idempotency keys, several at a time. Each email is
 * recorded before its first byte leaves; one whose sending was interrupted is never sent again.
 *
 * @param lanes parallel connections, each when it is open, or null where the provider accepts no more
 */
export async function dispatchBatch(
  emails: readonly Email[],
  lanes: readonly (Lane | Promise<Lane | null>)[],
  deps: Deps,
): Promise<BatchOutcome> {
  const queue = emails.entries();
  const results = new Map<number, DispatchResult>();
  const endsAtMs = performance.now() + MAX_BATCH_MS;
  let isStopped = false;
  await Promise.all(
    lanes.map(async (opening) => {
      const lane = await opening;
      while (!isStopped && lane?.isOpen() && performance.now() < endsAtMs) {
        const next = queue.next();
        if (next.done) break;
        const [index, email] = next.value;
        const result = await dispatchOnce(email, lane.send, deps);
        results.set(index, result);
        if (isStop(result)) isStopped = true;
      }
      lane?.close();
    }),
  );
  return outcomeOf(emails, results);
}

async function dispatchOnce(
  email: Email,
  send: Lane["send"],
  { db, now }: Deps,
): Promise<DispatchResult> {
  const tags = readTags(email.tags);
  if (!tags) return { kind: "refused", reason: "The email does not say which message it is" };
  const { shopId, messageId } = tags;
  const before = await beginDispatch(db, shopId, messageId, now());
  if (before) return before;
  const result = await send(email);
  await endDispatch(db, shopId, messageId, toEmailResult(result));
  return result;
}

/** A stop is the outcome of the whole batch unless an email was sent, refused or left unknown before. */
function outcomeOf(
  emails: readonly Email[],
  results: ReadonlyMap<number, DispatchResult>,
): BatchOutcome {
  const all = [...results.values()];
  const stop = all.find(isStop);
  const isDecided = all.some((it) => !isStop(it) && it.kind !== "not_taken");
  if (stop && !isDecided) return stop;
  const rest = stop ? toEmailResult(stop) : NOT_REACHED;
  return {
    kind: "answered",
    results: emails.map((_, i) => toEmailResult(results.get(i) ?? rest)),
  };
}

const NOT_REACHED: EmailResult = {
  kind: "not_taken",
  reason: "The connection ended before this email",
  retryAfterMs: MINUTE_MS,
};

function toEmailResult(result: DispatchResult): EmailResult {
  if (!isStop(result)) return result;
  return {
    kind: "not_taken",
    reason: "reason" in result ? result.reason : result.kind,
    retryAfterMs: "retryAfterMs" in result ? result.retryAfterMs : MINUTE_MS,
  };
}

const STOPS: readonly string[] = [
  "unreachable",
  "rate_limited",
  "quota_exhausted",
  "identity_refused",
] satisfies readonly Stop["kind"][];

const isStop = (result: DispatchResult): result is Stop => STOPS.includes(result.kind);
