import { nameLibraryFlows } from "~/flows/library/name-library-flows.server";
import { canonicalTag } from "~/i18n/locale";
import { AppError } from "~/lib/errors";
import type { Log } from "~/lib/log.server";
import type { ShopId } from "~/lib/shop-id";
import { adminGraphql, type AdminDeps } from "~/shopify/admin-graphql.server";
import { accessCheck } from "~/shopify/operations/access-check";
import { recordMerchantLocale } from "~/shopify/shop-store.server";
import { errorResponse } from "./error-response.server";

interface Deps extends AdminDeps {
  /** Shopify's library: creates a session for a shop without one and installs the app. */
  readonly authenticate: { admin(request: Request): Promise<unknown> };
}

/**
 * Checks the shop's token at Shopify whenever the app is opened. A shop that reinstalled before its
 * uninstall webhook arrived has an old token that looks valid. Without a new one the late webhook
 * would mark it uninstalled and stop its email until the app is opened again.
 *
 * @param request the request that opened the app
 */
export async function confirmInstallation(
  request: Request,
  shopId: ShopId,
  { authenticate, ...deps }: Deps,
): Promise<void> {
  try {
    await adminGraphql(shopId, accessCheck, {}, deps);
  } catch (error) {
    if (!(error instanceof AppError && error.code === "unauthorized")) throw error;
    await authenticate.admin(request);
  }
}

/** Runs in the background, so that opening the app does not wait for it. */
export function confirmWhenOpened(
  request: Request,
  shopId: ShopId,
  deps: Deps & { readonly log: Log },
): void {
  // Shopify opens the app with a token in the URL; later requests have it in a header.
  if (!new URL(request.url).searchParams.has("id_token")) return;
  recordOpening(request, shopId, deps).catch((error: unknown) => errorResponse(error, deps));
}

/**
 * Records the language of Shopify's admin, in which the shop's flows are named and its team gets emails, and
 * confirms the installation.
 */
export async function recordOpening(request: Request, shopId: ShopId, deps: Deps): Promise<void> {
  const locale = canonicalTag(new URL(request.url).searchParams.get("locale") ?? "");
  if (locale !== null && (await recordMerchantLocale(deps.db, shopId, locale))) {
    await nameLibraryFlows(deps.db, shopId);
  }
  await confirmInstallation(request, shopId, deps);
}
