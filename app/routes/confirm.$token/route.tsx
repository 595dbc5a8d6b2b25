import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { confirmOptIn, findConfirmation } from "~/delivery/opt-in/confirm-opt-in.server";
import { getDeps } from "~/deps.server";
import { publicNotice, publicPage } from "~/http/public-page.server";
import { confirmationWords, languageOf } from "~/messages/confirmation/confirmation-words";

/** GET only asks, because link scanners follow links and must not confirm. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const found = await findConfirmation(params.token ?? "", await getDeps());
  if (found === null) return publicNotice(404, request, ({ expired }) => expired);
  const { page } = confirmationWords(found.topic, found);
  return publicPage(200, { ...page, language: languageOf(found.locale), look: found.look });
}

/** The button: no cookie, no login, idempotent. */
export async function action({ request, params }: ActionFunctionArgs) {
  const confirmed = await confirmOptIn(params.token ?? "", await getDeps());
  if (confirmed === null) return publicNotice(404, request, ({ expired }) => expired);
  const { done } = confirmationWords(confirmed.topic, confirmed);
  return publicPage(200, { ...done, language: languageOf(confirmed.locale), look: confirmed.look });
}
