import { randomBytes } from "node:crypto";
import { z } from "zod";
import { isValidIdToken, STAFF_USER_ID, type AppCredentials } from "./id-token";

const Exchange = z.object({
  grant_type: z.literal("urn:ietf:params:oauth:grant-type:token-exchange"),
  subject_token: z.string(),
  subject_token_type: z.literal("urn:ietf:params:oauth:token-type:id_token"),
  requested_token_type: z.enum([
    "urn:shopify:params:oauth:token-type:offline-access-token",
    "urn:shopify:params:oauth:token-type:online-access-token",
  ]),
  expiring: z.string().optional(),
});
const Refresh = z.object({ grant_type: z.literal("refresh_token"), refresh_token: z.string() });
const Grant = z.discriminatedUnion("grant_type", [Exchange, Refresh]);
const Client = z.object({ client_id: z.string(), client_secret: z.string() });

interface TokenReply {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

interface AccessToken {
  readonly shop: string;
  readonly expiresAtMs: number;
  /** The refresh token of this pair's creation, which expires when the pair is first used. */
  readonly parentRefresh: string | null;
}

interface RefreshToken extends AccessToken {
  readonly accessToken: string;
}

export interface TokenService {
  answer(
    shop: string,
    isInstalled: boolean,
    scopes: readonly string[],
    body: unknown,
  ): Promise<TokenReply>;
  /** The shop of an access token, or null when it is unknown, expired or revoked. */
  shopOf(accessToken: string): string | null;
  setLifetimes(lifetimes: { accessSeconds?: number; refreshSeconds?: number }): void;
  /** Access tokens expire now; refresh tokens stay valid. */
  expireAccess(shop: string): void;
  /** All tokens expire, as after an uninstall or a merchant's revocation. */
  revoke(shop: string): void;
  /** The next `count` exchanges are answered `invalid_subject_token`. */
  rejectNextExchanges(count: number): void;
}

/** Offline tokens that expire, refresh with rotation, and Shopify's errors. */
export function createTokenService(app: AppCredentials): TokenService {
  const accessTokens = new Map<string, AccessToken>();
  const refreshTokens = new Map<string, RefreshToken>();
  let accessSeconds = 3600;
  let refreshSeconds = 7_776_000;
  let exchangesToReject = 0;

  function issue(
    shop: string,
    scopes: readonly string[],
    parentRefresh: string | null,
  ): TokenReply {
    const accessToken = `shpat_${randomBytes(16).toString("hex")}`;
    const refreshToken = `shprt_${randomBytes(16).toString("hex")}`;
    const now = Date.now();
    accessTokens.set(accessToken, { shop, parentRefresh, expiresAtMs: now + accessSeconds * 1000 });
    refreshTokens.set(refreshToken, {
      shop,
      parentRefresh,
      accessToken,
      expiresAtMs: now + refreshSeconds * 1000,
    });
    return {
      status: 200,
      body: {
        access_token: accessToken,
        scope: scopes.join(","),
        expires_in: accessSeconds,
        refresh_token: refreshToken,
        refresh_token_expires_in: refreshSeconds,
      },
    };
  }

  async function exchange(
    shop: string,
    scopes: readonly string[],
    grant: z.infer<typeof Exchange>,
  ): Promise<TokenReply> {
    if (exchangesToReject > 0) {
      exchangesToReject -= 1;
      return refusal(400, "invalid_subject_token");
    }
    if (!(await isValidIdToken(app, shop, grant.subject_token))) {
      return refusal(400, "invalid_subject_token");
    }
    if (grant.requested_token_type.includes("online-access-token")) return online(shop, scopes);
    if (grant.expiring !== "1") {
      return refusal(403, "Non-expiring access tokens are no longer accepted for the Admin API");
    }
    return issue(shop, scopes, null);
  }

  function online(shop: string, scopes: readonly string[]): TokenReply {
    const accessToken = `shpua_${randomBytes(16).toString("hex")}`;
    const expiresAtMs = Date.now() + accessSeconds * 1000;
    accessTokens.set(accessToken, { shop, parentRefresh: null, expiresAtMs });
    return {
      status: 200,
      body: {
        access_token: accessToken,
        scope: scopes.join(","),
        expires_in: accessSeconds,
        associated_user_scope: scopes.join(","),
        associated_user: {
          id: Number(STAFF_USER_ID),
          first_name: "Store",
          last_name: "Owner",
          email: `owner@${shop.replace(".myshopify.com", ".example.com")}`,
          account_owner: true,
          locale: "en",
          collaborator: false,
          email_verified: true,
        },
      },
    };
  }

  function refresh(shop: string, scopes: readonly string[], refreshToken: string): TokenReply {
    const known = refreshTokens.get(refreshToken);
    if (!known || known.shop !== shop || known.expiresAtMs <= Date.now()) {
      return refusal(400, "invalid_grant");
    }
    retire(known.parentRefresh);
    return issue(shop, scopes, refreshToken);
  }

  /** The grace period of a rotated refresh token ends with the first use of its replacement. */
  function retire(refreshToken: string | null): void {
    if (refreshToken !== null) refreshTokens.delete(refreshToken);
  }

  return {
    async answer(shop, isInstalled, scopes, body) {
      const client = Client.safeParse(body);
      if (
        !client.success ||
        client.data.client_id !== app.apiKey ||
        client.data.client_secret !== app.apiSecret
      ) {
        return refusal(401, "invalid_client");
      }
      const grant = Grant.safeParse(body);
      if (!grant.success) return refusal(400, "invalid_request");
      if (grant.data.grant_type === "refresh_token") {
        return refresh(shop, scopes, grant.data.refresh_token);
      }
      if (!isInstalled) return refusal(400, "app_not_installed");
      return exchange(shop, scopes, grant.data);
    },
    shopOf(accessToken) {
      const known = accessTokens.get(accessToken);
      if (!known || known.expiresAtMs <= Date.now()) return null;
      retire(known.parentRefresh);
      return known.shop;
    },
    setLifetimes(lifetimes) {
      accessSeconds = lifetimes.accessSeconds ?? accessSeconds;
      refreshSeconds = lifetimes.refreshSeconds ?? refreshSeconds;
    },
    expireAccess(shop) {
      for (const [token, known] of accessTokens)
        if (known.shop === shop) accessTokens.delete(token);
    },
    revoke(shop) {
      for (const [token, known] of accessTokens)
        if (known.shop === shop) accessTokens.delete(token);
      for (const [token, it] of refreshTokens) if (it.shop === shop) refreshTokens.delete(token);
    },
    rejectNextExchanges(count) {
      exchangesToReject = count;
    },
  };
}

function refusal(status: number, error: string): TokenReply {
  return { status, body: { error, error_description: error } };
}
