import { OPTED_OUT_STATES } from "~/flows/run/exit-reason";

/** One line of the ledger: what was asked for or confirmed, never changed once written. */
export interface ConsentEntry {
  readonly kind: "requested" | "confirmed" | "given" | "withdrawn";
  readonly requestId: string;
  readonly at: Date;
  readonly source: string;
  /** Of a line that another told: how sure it is. */
  readonly optIn: string | null;
}

/** What somebody said of the shop's marketing: a line of the ledger, or what a customer's record says. */
export type ConsentStatement = Pick<ConsentEntry, "kind" | "at" | "source">;

/**
 * Since when an address's owner wants no marketing; `null`: they never said so, or they opted in after it by a way
 * that is theirs. That a form was filled in is no such way: anybody can type an address.
 */
export function unsubscribedSince(statements: readonly ConsentStatement[]): Date | null {
  const latest = (counts: (entry: ConsentStatement) => boolean) =>
    statements.filter(counts).reduce((at, entry) => Math.max(at, entry.at.getTime()), -Infinity);
  const withdrawnMs = latest(({ kind }) => kind === "withdrawn");
  const optedInMs = latest((entry) => entry.kind === "confirmed" || isOwnersConsent(entry));
  return withdrawnMs === -Infinity || optedInMs > withdrawnMs ? null : new Date(withdrawnMs);
}

/** What a customer's record says, here or at Shopify; nothing where they were never asked. */
export function statementFromRecord(
  marketingState: string,
  changedAt: Date | null,
): ConsentStatement[] {
  const at = changedAt ?? new Date(0);
  if (OPTED_OUT_STATES.has(marketingState)) return [{ kind: "withdrawn", at, source: "shopify" }];
  return marketingState === "subscribed" ? [{ kind: "given", at, source: "shopify" }] : [];
}

const isOwnersConsent = ({ kind, source }: ConsentStatement): boolean =>
  kind === "given" && !source.startsWith("storefront_");

export type LedgerState =
  | { readonly state: "none" }
  /** Asked for by whoever typed the address; its owner has said nothing yet. */
  | { readonly state: "pending"; readonly since: Date }
  | {
      readonly state: "subscribed";
      readonly since: Date;
      readonly optIn: "single_opt_in" | "confirmed_opt_in";
    }
  | { readonly state: "withdrawn"; readonly since: Date };

/** So long a link can be clicked after its email has left. */
export const CONFIRM_WITHIN_DAYS = 7;
/** So long a request waits for its email to leave. */
export const WAIT_FOR_MAIL_DAYS = 14;
/** A request that nobody confirms within so many days is none any more. */
const OPEN_DAYS = WAIT_FOR_MAIL_DAYS + CONFIRM_WITHIN_DAYS;
const DAY_MS = 86_400_000;

/**
 * What an address's entries of one purpose come to at `now`, in whatever order they are given.
 * A confirmation counts if its request stands in the ledger and was not too old then; the first that
 * counts holds. A form of a shop that asks for none gives consent by itself, but for an address whose owner took
 * it back: they have not agreed until they do so themselves.
 */
export function foldLedger(entries: readonly ConsentEntry[], now: Date): LedgerState {
  const sorted = entries
    .filter(({ at }) => at <= now)
    .toSorted(
      (a, b) => +a.at - +b.at || compare(b.kind, a.kind) || compare(a.optIn ?? "", b.optIn ?? ""),
    );
  const withdrawals = sorted.filter(({ kind }) => kind === "withdrawn").map(({ at }) => +at);
  const withdrawnAt = withdrawals.at(-1) ?? null;
  const isOver = (at: Date) => withdrawnAt !== null && +at <= withdrawnAt;
  const requested = new Map<string, Date>();
  for (const entry of sorted) {
    const { kind, requestId, at, optIn } = entry;
    if (kind === "requested") requested.set(requestId, requested.get(requestId) ?? at);
    if (isOver(at)) continue;
    if (kind === "given" && (withdrawnAt === null || isOwnersConsent(entry))) {
      const isSure = optIn === "confirmed_opt_in";
      return { state: "subscribed", since: at, optIn: isSure ? optIn : "single_opt_in" };
    }
    const asked = requested.get(requestId);
    if (kind === "confirmed" && asked && isWithin(asked, at)) {
      return { state: "subscribed", since: at, optIn: "confirmed_opt_in" };
    }
  }
  const open = [...requested.values()].filter((at) => isWithin(at, now) && !isOver(at));
  const [since] = open.sort((a, b) => +a - +b);
  if (since) return { state: "pending", since };
  return withdrawnAt === null
    ? { state: "none" }
    : { state: "withdrawn", since: new Date(withdrawnAt) };
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const isWithin = (asked: Date, at: Date): boolean => +at - +asked <= OPEN_DAYS * DAY_MS;
