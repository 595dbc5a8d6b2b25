import { OPTED_OUT_STATES } from "~/flows/rules/exit-reason";

/** A ledger entry: a request, a confirmation or a withdrawal. Immutable. */
export interface ConsentEntry {
  readonly kind: "requested" | "confirmed" | "given" | "withdrawn";
  readonly requestId: string;
  readonly at: Date;
  readonly source: string;
  /** The opt-in level of an entry that another system reported. */
  readonly optIn: string | null;
}

/** A statement about marketing consent: a ledger entry or a customer's record. */
export type ConsentStatement = Pick<ConsentEntry, "kind" | "at" | "source">;

/**
 * When the owner of an address unsubscribed; `null` if they never did, or opted in afterward in a way that proves
 * ownership. A form does not: anyone can type an address.
 */
export function unsubscribedSince(statements: readonly ConsentStatement[]): Date | null {
  const latest = (counts: (entry: ConsentStatement) => boolean) =>
    statements.filter(counts).reduce((at, entry) => Math.max(at, entry.at.getTime()), -Infinity);
  const withdrawnMs = latest(({ kind }) => kind === "withdrawn");
  const optedInMs = latest((entry) => entry.kind === "confirmed" || isOwnersConsent(entry));
  return withdrawnMs === -Infinity || optedInMs > withdrawnMs ? null : new Date(withdrawnMs);
}

/** The statement in a customer's record, here or at Shopify; none where they were never asked. */
export function statementFromRecord(
  marketingState: string,
  changedAt: Date | null,
): ConsentStatement[] {
  const at = changedAt ?? new Date(0);
  if (OPTED_OUT_STATES.has(marketingState)) return [{ kind: "withdrawn", at, source: "shopify" }];
  return marketingState === "subscribed" ? [{ kind: "given", at, source: "shopify" }] : [];
}

/** An imported consent is what another tool recorded: it is evidence, and ends no unsubscribe. */
const isOwnersConsent = ({ kind, source }: ConsentStatement): boolean =>
  kind === "given" && source !== "import" && !source.startsWith("storefront_");

export type LedgerState =
  | { readonly state: "none" }
  /** Requested by an unverified person; the owner of the address has not confirmed. */
  | { readonly state: "pending"; readonly since: Date }
  | {
      readonly state: "subscribed";
      readonly since: Date;
      readonly optIn: "single_opt_in" | "confirmed_opt_in";
    }
  | { readonly state: "withdrawn"; readonly since: Date };

/** Days that a confirmation link is valid after its email left. */
export const CONFIRM_WITHIN_DAYS = 7;
/** Days that a request waits for its email to leave. */
export const WAIT_FOR_EMAIL_DAYS = 14;
/** Days after which an unconfirmed request expires. */
const OPEN_DAYS = WAIT_FOR_EMAIL_DAYS + CONFIRM_WITHIN_DAYS;
const DAY_MS = 86_400_000;

/**
 * The consent state of an address for one purpose at `now`, from entries in any order. A confirmation counts
 * if its request is in the ledger and had not expired; the first that counts holds. Where the shop requires
 * no confirmation the form itself is consent, except for an owner who has withdrawn: they must opt in again
 * themselves.
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
    const request = requested.get(requestId);
    if (kind === "confirmed" && request && isWithin(request, at)) {
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

const isWithin = (request: Date, at: Date): boolean => +at - +request <= OPEN_DAYS * DAY_MS;
