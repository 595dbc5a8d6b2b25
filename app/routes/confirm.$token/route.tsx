import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { confirmOptIn, findConfirmation } from "~/delivery/opt-in/confirm-opt-in.server";
import { getDeps } from "~/deps.server";
import { publicNotice } from "~/http/public-page.server";

/** GET only asks, because link scanners follow links and must not confirm. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const found = await findConfirmation(params.token ?? "", await getDeps());
  if (found === null) return publicNotice(404, request, "expired");
  const notice = found.topic === "marketing" ? "confirmNews" : "confirmNotify";
  return publicNotice(200, request, notice, found);
}

/** The button: no cookie, no login, idempotent. */
export async function action({ request, params }: ActionFunctionArgs) {
  const confirmed = await confirmOptIn(params.token ?? "", await getDeps());
  if (confirmed === null) return publicNotice(404, request, "expired");
  const notice = confirmed.topic === "marketing" ? "confirmedNews" : "confirmedNotify";
  return publicNotice(200, request, notice, confirmed);
}
