/** One line of the ledger: what was asked for or confirmed, never changed once written. */
export interface ConsentEntry {
  readonly kind: "requested" | "confirmed" | "given" | "withdrawn";
  readonly requestId: string;
  readonly at: Date;
  /** Of a line that another told: how sure it is. */
  readonly optIn: string | null;
}

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

/** A request that nobody confirms within so many days is none any more. */
export const CONFIRM_WITHIN_DAYS = 7;
const DAY_MS = 86_400_000;

/**
 * What an address's entries of one purpose come to at `now`, in whatever order they are given.
 * A confirmation counts if its request stands in the ledger and was not older than seven days then; the
 * first that counts holds. A form of a shop that asks for none gives consent by itself. Whoever took it back
 * has not agreed until they do so again.
 */
export function foldLedger(entries: readonly ConsentEntry[], now: Date): LedgerState {
  const told = entries
    .filter(({ at }) => at <= now)
    .toSorted(
      (a, b) => +a.at - +b.at || compare(b.kind, a.kind) || compare(a.optIn ?? "", b.optIn ?? ""),
    );
  const withdrawals = told.filter(({ kind }) => kind === "withdrawn").map(({ at }) => +at);
  const withdrawnAt = withdrawals.at(-1) ?? null;
  const isOver = (at: Date) => withdrawnAt !== null && +at <= withdrawnAt;
  const requested = new Map<string, Date>();
  for (const { kind, requestId, at, optIn } of told) {
    if (kind === "requested") requested.set(requestId, requested.get(requestId) ?? at);
    if (isOver(at)) continue;
    if (kind === "given") {
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

const isWithin = (asked: Date, at: Date): boolean => +at - +asked <= CONFIRM_WITHIN_DAYS * DAY_MS;
