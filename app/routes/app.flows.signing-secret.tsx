import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import {
  replaceHookSecret,
  getOrCreateHookSecrets,
  type HookSecrets,
} from "~/delivery/actions/hook-secret-store.server";
import { makeHookSecret } from "~/delivery/actions/sign-hook.server";
import { getDeps } from "~/deps.server";
import { requireShop } from "~/http/require-shop.server";

/** What the shop's webhooks are signed with, for the merchant to give to their receiver. */
export async function loader({ request }: LoaderFunctionArgs) {
  const shopId = await requireShop(request);
  const deps = await getDeps();
  return shown(await getOrCreateHookSecrets(deps.db, shopId, deps));
}

/** Replaces it. */
export async function action({ request }: ActionFunctionArgs) {
  const shopId = await requireShop(request);
  const deps = await getDeps();
  const change = { secret: makeHookSecret(), actor: "merchant" };
  return shown(await deps.db.$transaction((tx) => replaceHookSecret(tx, shopId, change, deps)));
}

/** The old secret is not shown again. */
const shown = ({ current, previous }: HookSecrets) => ({
  secret: current,
  previousUntil: previous?.until.toISOString() ?? null,
});
