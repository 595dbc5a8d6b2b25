import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import {
  findUnsubscribePage,
  unsubscribe,
  type UnsubscribePage,
} from "~/feedback/unsubscribe.server";
import { isLetThrough } from "~/http/public-door.server";
import { publicNotice } from "~/http/public-page.server";

/** Asks only: programs that check links follow them too, and must not unsubscribe anybody. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  if (!isLetThrough(request)) return publicNotice(429, request, ({ tooOften }) => tooOften);
  const page = await findUnsubscribePage(params.token ?? "", await getDeps());
  return answer(request, page, "ask");
}

/**
 * One click (RFC 8058) and the button above: no cookie, no login, and the same
 * answer however often. Nobody is put off: a mailbox provider asks for many
 * people from one address.
 */
export async function action({ request, params }: ActionFunctionArgs) {
  const page = await unsubscribe(params.token ?? "", await getDeps());
  return answer(request, page, "done");
}

function answer(request: Request, page: UnsubscribePage | null, state: "ask" | "done"): Response {
  if (page === null) return publicNotice(404, request, ({ incomplete }) => incomplete);
  return publicNotice(200, request, (words) => words.unsubscribe[state], page);
}
