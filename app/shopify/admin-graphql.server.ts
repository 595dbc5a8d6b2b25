import { setTimeout as sleep } from "node:timers/promises";
import type { Session } from "@shopify/shopify-api";
import { backOffMs } from "~/lib/back-off";
import { AppError } from "~/lib/errors";
import type { ShopId } from "~/lib/shop-id";
import type { AdminOperation } from "./operations/admin-operation";
import { readAdminAnswer, type AdminAnswer, type UserError } from "./admin-answer";
import { API_VERSION } from "./api-version";
import {
  accessLost,
  getOfflineSession,
  replaceOfflineSession,
  type OfflineSessionDeps,
} from "./offline-session.server";
import { markClosed } from "./shop-store.server";

export interface AdminDeps extends OfflineSessionDeps {
  /** Sleeps between attempts; replaced in tests. */
  readonly pause?: (waitMs: number) => Promise<unknown>;
}

/** In `context.codes` of an error: the merchant has not granted a required scope. */
export const ACCESS_DENIED = "ACCESS_DENIED";

const TIMEOUT_MS = 20_000;
const MAX_ATTEMPTS = 6;
const BACK_OFF = { firstMs: 500, longestMs: 30_000 };

type Reply =
  | AdminAnswer
  | { readonly kind: "unauthorized" }
  /** The shop is frozen for an unpaid bill, or locked; only its owner can end that. */
  | { readonly kind: "closed" }
  | { readonly kind: "unavailable"; readonly reason: string };

/**
 * Runs one operation of the Admin API for a shop and returns its data in the operation's declared shape. Waits during
 * throttling and outages, and refreshes a rejected token once.
 *
 * @throws AppError `unauthorized` (the merchant must act), `rate_limited` or `upstream` (retryable), `invalid_input`
 * (the operation itself is refused; `context.codes`
 * has the codes of its user errors)
 */
export async function adminGraphql<Variables, Result>(
  shopId: ShopId,
  operation: AdminOperation<Variables, Result>,
  variables: Variables,
  deps: AdminDeps,
): Promise<Result> {
  const body = JSON.stringify({
    query: operation.document,
    operationName: operation.name,
    variables: operation.variables.parse(variables),
  });
  const pause = deps.pause ?? sleep;
  let session = await getOfflineSession(shopId, deps);
  let hasNewToken = false;
  let last: Reply = { kind: "unavailable", reason: "not tried" };

  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    last = await post(session, body);
    if (last.kind === "unauthorized" && !hasNewToken) {
      session = await replaceOfflineSession(shopId, session, deps);
      hasNewToken = true;
      continue;
    }
    if (last.kind !== "throttled" && last.kind !== "unavailable") break;
    if (attempt < MAX_ATTEMPTS) await pause(waitBefore(attempt + 1, last));
  }
  if (last.kind === "unauthorized") throw await accessLost(shopId, deps);
  if (last.kind === "closed") await markClosed(deps.db, shopId, "frozen", deps.now());
  if (last.kind !== "data") throw failure(shopId, operation.name, last);

  const result = operation.result.safeParse(last.data);
  if (!result.success) {
    const where = result.error.issues.map((it) => `${it.path.join(".")}: ${it.message}`);
    throw new AppError(
      "upstream",
      `Shopify answered ${operation.name} in another shape: ${where.join("; ")}`,
      { context: { shopId }, retryable: false },
    );
  }
  return result.data;
}

async function post(session: Session, body: string): Promise<Reply> {
  let response: Response;
  try {
    response = await fetch(`https://${session.shop}/admin/api/${API_VERSION}/graphql.json`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/json",
        "x-shopify-access-token": session.accessToken ?? "",
      },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.status === 200) return readAdminAnswer(await response.json());
    await response.body?.cancel();
  } catch (error) {
    return { kind: "unavailable", reason: error instanceof Error ? error.message : "no answer" };
  }
  if (response.status === 401) return { kind: "unauthorized" };
  if (response.status === 402 || response.status === 423) return { kind: "closed" };
  if (response.status === 429) return { kind: "throttled", waitMs: retryAfterMs(response) };
  if (response.status >= 500) return { kind: "unavailable", reason: `status ${response.status}` };
  if (response.status === 403) return { kind: "denied", message: "status 403" };
  return { kind: "errors", message: `status ${response.status}` };
}

function retryAfterMs(response: Response): number | null {
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : null;
}

/** Shopify's requested wait, else a doubling one; with jitter, so that callers do not retry together. */
function waitBefore(attempt: number, reply: Reply): number {
  const requestedWaitMs = reply.kind === "throttled" ? reply.waitMs : null;
  const waitMs = requestedWaitMs ?? backOffMs(attempt - 1, BACK_OFF);
  const jitterMs = Math.random() * Math.max(100, waitMs / 4);
  return Math.min(BACK_OFF.longestMs, waitMs + jitterMs);
}

type Failure = Exclude<Reply, { kind: "data" | "unauthorized" }>;

function failure(shopId: ShopId, name: string, reply: Failure): AppError {
  const context = { shopId, operation: name };
  switch (reply.kind) {
    case "denied":
      return new AppError(
        "unauthorized",
        `Shopify denies ${name}: ${reply.message}. Check the app's scopes and its access to protected customer data`,
        { context: { ...context, codes: ACCESS_DENIED }, retryable: false },
      );
    case "closed":
      return new AppError(
        "unauthorized",
        "Shopify has frozen or locked the shop: its owner can open it again in the admin",
        { context, retryable: false },
      );
    case "throttled":
      return new AppError("rate_limited", `Shopify still throttles ${name}`, { context });
    case "unavailable":
      return new AppError("upstream", `Shopify could not answer ${name}: ${reply.reason}`, {
        context,
      });
    case "unreadable":
      return new AppError("upstream", `Shopify's answer to ${name} is no GraphQL answer`, {
        context,
      });
    case "errors":
      return new AppError("invalid_input", `Shopify refuses ${name}: ${reply.message}`, {
        context,
      });
    case "user_errors":
      return new AppError(
        "invalid_input",
        `Shopify refuses ${name}: ${formatUserErrors(reply.userErrors)}`,
        {
          context: { ...context, codes: reply.userErrors.map((it) => it.code ?? "").join(",") },
        },
      );
  }
}

const formatUserErrors = (userErrors: readonly UserError[]) =>
  userErrors
    .map(({ field, message }) => (field ? `${field.join(".")}: ${message}` : message))
    .join("; ");
