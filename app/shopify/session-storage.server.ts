import { AuthScopes, Session, type SessionParams } from "@shopify/shopify-api";
import type { shopifyApp } from "@shopify/shopify-app-remix/server";
import { acrossShops, inShop } from "~/db-scope.server";
import type { Db } from "~/db.server";
import { AppError, isMissingKey } from "~/lib/errors";
import { ShopId } from "~/lib/shop-id";
import type { Keyring, SealedLocation } from "~/privacy/keyring.server";

/** The five methods of Shopify's session storage interface. */
type SessionStorage = NonNullable<Parameters<typeof shopifyApp>[0]["sessionStorage"]>;

export interface SessionStorageDeps {
  readonly db: Db;
  readonly keyring: Pick<Keyring, "seal" | "open">;
  readonly log: { warn(fields: object, text: string): void };
}

/**
 * Shopify sessions in our own table, fully encrypted: tokens, scopes and the staff member's name. A session that
 * cannot be decrypted counts as missing, and the next visit fetches a new one.
 */
export function createSessionStorage(deps: SessionStorageDeps): SessionStorage {
  const { db } = deps;
  return {
    async storeSession(session) {
      await inShop(ShopId.parse(session.shop), () => storeSession(session, deps));
      return true;
    },
    async loadSession(sessionId) {
      const row = await acrossShops("find-session", () =>
        db.shopifySession.findUnique({ where: { sessionId } }),
      );
      return row ? openSession(row, deps) : undefined;
    },
    async deleteSession(sessionId) {
      await acrossShops("find-session", () =>
        db.shopifySession.deleteMany({ where: { sessionId } }),
      );
      return true;
    },
    async deleteSessions(sessionIds) {
      await acrossShops("find-session", () =>
        db.shopifySession.deleteMany({ where: { sessionId: { in: sessionIds } } }),
      );
      return true;
    },
    async findSessionsByShop(shopId) {
      const rows = await inShop(ShopId.parse(shopId), () =>
        db.shopifySession.findMany({ where: { shopId } }),
      );
      return rows.flatMap((row) => openSession(row, deps) ?? []);
    },
  };
}

/**
 * Stores a session and releases its refresh lease.
 *
 * @throws AppError for an offline session that cannot be refreshed: without an expiry and a refresh token it would
 * expire silently
 */
export async function storeSession(
  session: Session,
  { db, keyring }: Pick<SessionStorageDeps, "db" | "keyring">,
): Promise<void> {
  if (!session.isOnline && !(session.expires && session.refreshToken)) {
    throw new AppError(
      "upstream",
      "Shopify sent an offline token without an expiry or a refresh token",
      { context: { shopId: session.shop } },
    );
  }
  const columns = {
    isOnline: session.isOnline,
    expiresAt: session.expires ?? null,
    sealed: keyring.seal(JSON.stringify(session.toObject()), placeOf(session.shop, session.id)),
    updatedAt: new Date(),
    leaseUntil: null,
  };
  const key = { shopId: session.shop, sessionId: session.id };
  // The loaders of a page each store the session of a shop that opens the app for the first time. An upsert
  // resolves a conflict on the primary key only: a concurrent insert would violate unique(session_id).
  const { count } = await db.shopifySession.createMany({
    data: [{ ...key, ...columns }],
    skipDuplicates: true,
  });
  if (count === 0) await db.shopifySession.updateMany({ where: key, data: columns });
}

/** Deletes the offline session unless it has all of these scopes. */
export async function deleteOfflineSessionWithoutScopes(
  scopes: readonly string[],
  shopId: ShopId,
  deps: SessionStorageDeps,
): Promise<void> {
  const key = { shopId, sessionId: `offline_${shopId}` };
  const row = await deps.db.shopifySession.findUnique({ where: { shopId_sessionId: key } });
  const session = row && openSession(row, deps);
  if (session && new AuthScopes(session.scope).has([...scopes])) return;
  await deps.db.shopifySession.deleteMany({ where: key });
}

/**
 * The session in a row; `undefined`, with a warning, when it was modified or moved.
 * @throws AppError `missing_key` when another process can open it
 */
export function openSession(
  row: { readonly shopId: string; readonly sessionId: string; readonly sealed: Uint8Array },
  { keyring, log }: Pick<SessionStorageDeps, "keyring" | "log">,
): Session | undefined {
  try {
    const text = keyring.open(row.sealed, placeOf(row.shopId, row.sessionId));
    return fromStored(JSON.parse(text) as SessionParams);
  } catch (error) {
    if (isMissingKey(error)) throw error;
    log.warn(
      { shopId: row.shopId, reason: error instanceof Error ? error.message : "unknown" },
      "session cannot be opened, counts as absent",
    );
    return undefined;
  }
}

/** JSON converted the dates to text. */
function fromStored(stored: SessionParams): Session {
  const { expires, refreshTokenExpires, ...rest } = stored as SessionParams & {
    expires?: string;
    refreshTokenExpires?: string;
  };
  return new Session({
    ...rest,
    ...(expires && { expires: new Date(expires) }),
    ...(refreshTokenExpires && { refreshTokenExpires: new Date(refreshTokenExpires) }),
  });
}

const placeOf = (shopId: string, sessionId: string): SealedLocation => ({
  table: "shopify_session",
  column: "sealed",
  shopId,
  row: sessionId,
});
