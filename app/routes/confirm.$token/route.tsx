import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { confirmOptIn, findConfirmation } from "~/delivery/opt-in/confirm-opt-in.server";
import { getDeps } from "~/deps.server";
import { publicPage } from "~/http/public-page.server";
import { confirmationWords, languageOf } from "~/messages/confirmation/confirmation-words";

const UNKNOWN = {
  title: "This link is no longer good",
  text: "It may have run out, or have been cut short on its way. Please fill in the form in the shop once more.",
};

/** Asks only: programs that check links follow them too, and must not confirm for anybody. */
export async function loader({ params }: LoaderFunctionArgs) {
  const found = await findConfirmation(params.token ?? "", await getDeps());
  if (found === null) return publicPage(404, UNKNOWN);
  const { page } = confirmationWords(found.topic, found);
  return publicPage(200, { ...page, language: languageOf(found.locale) });
}

/** The button above: no cookie, no login, and the same answer however often. */
export async function action({ params }: ActionFunctionArgs) {
  const confirmed = await confirmOptIn(params.token ?? "", await getDeps());
  if (confirmed === null) return publicPage(404, UNKNOWN);
  const { done } = confirmationWords(confirmed.topic, confirmed);
  return publicPage(200, { ...done, language: languageOf(confirmed.locale) });
}
