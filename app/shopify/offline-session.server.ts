import { setTimeout as pause } from "node:timers/promises";
import type { Session } from "@shopify/shopify-api";
import { AppError } from "~/lib/errors";
import type { ShopId } from "~/lib/shop-id";
import { requestRefresh, type RefreshDeps } from "./request-refresh.server";
import { markAccessLost } from "./shop-store.server";
import { openSession, storeSession, type SessionStorageDeps } from "./session-storage.server";

export type OfflineSessionDeps = SessionStorageDeps &
  RefreshDeps & {
    /** The app's clock, for the shop's state. */
    readonly now: () => Date;
  };

/** A token this close to its expiry may expire before it reaches Shopify. */
const REFRESH_AHEAD_MS = 5 * 60_000;
/** Longer than a refresh can take, so that two never overlap. */
const LEASE_SECONDS = 30;
const RETRY_MS = 100;
const WAIT_MS = (LEASE_SECONDS + 5) * 1000;

const refreshing = new Map<string, Promise<Session>>();

/**
 * The shop's session for work without a merchant, with a token valid for minutes. Tokens expire in real time, so this
 * uses the process's own clock and not a demo's.
 *
 * @throws AppError `unauthorized` when only the merchant can fix it, by opening the app
 */
export async function getOfflineSession(
  shopId: ShopId,
  deps: OfflineSessionDeps,
): Promise<Session> {
  const session = await readSession(shopId, deps);
  return session.isExpired(REFRESH_AHEAD_MS) ? refreshOnce(shopId, session, deps) : session;
}

/**
 * A session with another token than `rejected`, which Shopify rejected before its expiry.
 *
 * @throws AppError `unauthorized` when only the merchant can fix it
 */
export async function replaceOfflineSession(
  shopId: ShopId,
  rejected: Session,
  deps: OfflineSessionDeps,
): Promise<Session> {
  return refreshOnce(shopId, rejected, deps);
}

/**
 * Using a refresh token twice may invalidate both new pairs. So there is one refresh at a time in this process, and
 * one lease in the session's row across processes; no transaction or connection is open during the network call. A
 * process that dies with the lease delays the others by its 30 seconds.
 */
function refreshOnce(shopId: ShopId, stale: Session, deps: OfflineSessionDeps): Promise<Session> {
  let flight = refreshing.get(shopId);
  if (!flight) {
    flight = refreshInTurn(shopId, stale, deps).finally(() => refreshing.delete(shopId));
    refreshing.set(shopId, flight);
  }
  return flight;
}

async function refreshInTurn(
  shopId: ShopId,
  stale: Session,
  deps: OfflineSessionDeps,
): Promise<Session> {
  const deadlineMs = Date.now() + WAIT_MS;
  while (Date.now() < deadlineMs) {
    const hasLease = await claimLease(shopId, stale.id, deps);
    const current = await readSession(shopId, deps);
    if (current.accessToken !== stale.accessToken) {
      if (hasLease) await dropLease(shopId, stale.id, deps);
      return current;
    }
    if (hasLease) return refresh(shopId, current, deps);
    await pause(RETRY_MS);
  }
  throw new AppError("unavailable", "Another process is still refreshing the shop's token", {
    context: { shopId },
  });
}

async function refresh(
  shopId: ShopId,
  current: Session,
  deps: OfflineSessionDeps,
): Promise<Session> {
  try {
    const outcome = await requestRefresh(current, deps);
    if (outcome.kind === "refreshed") {
      await storeSession(outcome.session, deps);
      return outcome.session;
    }
    deps.log.warn({ shopId, reason: outcome.reason }, "shop has to open the app again");
    // A merchant who opens the app meanwhile stores a new session, which clears the lease and stays.
    await deps.db.shopifySession.deleteMany({
      where: { shopId, sessionId: current.id, leaseUntil: { not: null } },
    });
    throw await accessLost(shopId, deps);
  } catch (error) {
    await dropLease(shopId, current.id, deps);
    throw error;
  }
}

async function readSession(shopId: ShopId, deps: OfflineSessionDeps): Promise<Session> {
  const row = await deps.db.shopifySession.findUnique({
    where: { shopId_sessionId: { shopId, sessionId: `offline_${shopId}` } },
  });
  const session = row ? openSession(row, deps) : undefined;
  if (!session) throw await accessLost(shopId, deps);
  return session;
}

async function claimLease(
  shopId: ShopId,
  sessionId: string,
  { db }: OfflineSessionDeps,
): Promise<boolean> {
  const updatedRows = await db.$executeRaw`
    update shopify_session
    set lease_until = clock_timestamp() + ${LEASE_SECONDS} * interval '1 second'
    where shop_id = ${shopId} and session_id = ${sessionId}
      and (lease_until is null or lease_until < clock_timestamp())`;
  return updatedRows === 1;
}

async function dropLease(
  shopId: ShopId,
  sessionId: string,
  { db }: OfflineSessionDeps,
): Promise<void> {
  await db.shopifySession.updateMany({ where: { shopId, sessionId }, data: { leaseUntil: null } });
}

/**
 * Records that Shopify permanently denies the app access.
 *
 * @returns the error to throw
 */
export async function accessLost(
  shopId: ShopId,
  { db, log, now }: Pick<OfflineSessionDeps, "db" | "log" | "now">,
): Promise<AppError> {
  const isNews = await markAccessLost(db, shopId, now());
  if (isNews) log.warn({ shopId }, "access to the shop is lost until somebody opens the app there");
  return new AppError(
    "unauthorized",
    "Kindred has no valid access to this shop: open Kindred in the Shopify admin once to renew it",
    { context: { shopId }, retryable: false },
  );
}
