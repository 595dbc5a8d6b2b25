import { AppError } from "~/lib/errors";
import type { Log } from "~/lib/log.server";
import type { ShopId } from "~/lib/shop-id";
import { adminGraphql, type AdminDeps } from "~/shopify/admin-graphql.server";
import { accessCheck } from "~/shopify/operations/access-check";
import { errorResponse } from "./error-response.server";

interface Deps extends AdminDeps {
  /** Shopify's library: it gets a shop that has no session a new one, and installs the app there. */
  readonly authenticate: { admin(request: Request): Promise<unknown> };
}

/**
 * Asks Shopify, each time that somebody opens the app, whether the shop's token still holds. A shop that left
 * and came back before the word of its leaving has an old token that seems good. Without a new one it would be
 * taken for gone once that word comes, and get no mail sent until somebody opens the app again.
 *
 * @param request what opened the app
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

/** Does so beside the answer: whoever opens the app does not wait for it. */
export function confirmWhenOpened(
  request: Request,
  shopId: ShopId,
  deps: Deps & { readonly log: Log },
): void {
  // Shopify opens the app with a token in the address; what its pages ask for has it in a header.
  if (!new URL(request.url).searchParams.has("id_token")) return;
  confirmInstallation(request, shopId, deps).catch((error: unknown) => errorResponse(error, deps));
}
