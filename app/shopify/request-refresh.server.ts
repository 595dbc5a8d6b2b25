import { Session } from "@shopify/shopify-api";
import { z } from "zod";
import type { Config } from "~/config";
import { AppError } from "~/lib/errors";
import { parseJson } from "~/lib/parse-json";

export interface RefreshDeps {
  readonly config: { readonly shopify: Pick<Config["shopify"], "apiKey" | "apiSecret"> };
}

type Refreshed =
  | { readonly kind: "refreshed"; readonly session: Session }
  /** Shopify has permanently rejected this refresh token. */
  | { readonly kind: "dead"; readonly reason: string };

const TIMEOUT_MS = 10_000;

const TokenPair = z.object({
  access_token: z.string().min(1),
  scope: z.string(),
  expires_in: z.number().positive(),
  refresh_token: z.string().min(1),
  refresh_token_expires_in: z.number().positive(),
});
const Refusal = z.object({ error: z.string() });
const DEAD: ReadonlySet<string> = new Set([
  "invalid_grant",
  "invalid_subject_token",
  "app_not_installed",
]);

/**
 * Exchanges a session's refresh token for a new pair.
 *
 * @throws AppError `upstream` when Shopify cannot be reached, or when the response lacks one of the expiries: such a
 * token would expire silently
 */
export async function requestRefresh(
  session: Session,
  { config }: RefreshDeps,
): Promise<Refreshed> {
  const nowMs = Date.now();
  if (!session.refreshToken) return { kind: "dead", reason: "no refresh token" };
  if (session.refreshTokenExpires && session.refreshTokenExpires.getTime() <= nowMs) {
    return { kind: "dead", reason: "refresh token expired" };
  }
  const answer = await post(session.shop, {
    client_id: config.shopify.apiKey,
    client_secret: config.shopify.apiSecret,
    grant_type: "refresh_token",
    refresh_token: session.refreshToken,
  });
  if (answer.status === 400 || answer.status === 401) {
    const refusal = Refusal.safeParse(answer.body);
    const reason = refusal.success ? refusal.data.error : `status ${answer.status}`;
    if (DEAD.has(reason)) return { kind: "dead", reason };
    throw new AppError("upstream", `Shopify refused to refresh the shop's token: ${reason}`, {
      context: { shopId: session.shop },
      retryable: false,
    });
  }
  const pair = TokenPair.safeParse(answer.body);
  if (answer.status !== 200 || !pair.success) {
    throw new AppError("upstream", "Shopify's answer to a token refresh cannot be used", {
      context: { shopId: session.shop, status: answer.status },
    });
  }
  return {
    kind: "refreshed",
    session: new Session({
      id: session.id,
      shop: session.shop,
      state: "",
      isOnline: false,
      scope: pair.data.scope,
      accessToken: pair.data.access_token,
      expires: new Date(nowMs + pair.data.expires_in * 1000),
      refreshToken: pair.data.refresh_token,
      refreshTokenExpires: new Date(nowMs + pair.data.refresh_token_expires_in * 1000),
    }),
  };
}

async function post(
  shopId: string,
  body: Record<string, string>,
): Promise<{ status: number; body: unknown }> {
  try {
    const response = await fetch(`https://${shopId}/admin/oauth/access_token`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    // A proxy's error page is not JSON.
    return { status: response.status, body: parseJson(text) };
  } catch (cause) {
    throw new AppError("upstream", "Shopify could not be reached to refresh the shop's token", {
      context: { shopId },
      cause,
    });
  }
}
