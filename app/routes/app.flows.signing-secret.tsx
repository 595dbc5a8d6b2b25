import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import {
  replaceWebhookSecret,
  getOrCreateWebhookSecrets,
  type WebhookSecrets,
} from "~/delivery/actions/webhook-secret-store.server";
import { makeWebhookSecret } from "~/delivery/actions/sign-webhook.server";
import { requireShopDeps } from "~/http/require-shop.server";

/** The signing secret of the shop's webhooks, for the merchant's receiver. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  return shown(await getOrCreateWebhookSecrets(deps.db, shopId, deps));
}

/** Replaces it. */
export async function action({ request }: ActionFunctionArgs) {
  const { shopId, ...deps } = await requireShopDeps(request);
  const change = { secret: makeWebhookSecret(), actor: "merchant" } as const;
  return shown(await deps.db.$transaction((tx) => replaceWebhookSecret(tx, shopId, change, deps)));
}

/** The old secret is not shown again. */
const shown = ({ current, previous }: WebhookSecrets) => ({
  secret: current,
  previousUntil: previous?.until.toISOString() ?? null,
});
