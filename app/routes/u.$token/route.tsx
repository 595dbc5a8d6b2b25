import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { recordUnsubscribeVisit } from "~/feedback/engagement/record-unsubscribe-visit.server";
import { readTrackingRequest } from "~/feedback/engagement/tracking-request.server";
import {
  findUnsubscribePage,
  unsubscribe,
  type UnsubscribePage,
} from "~/feedback/unsubscribe.server";
import { isPageAllowed } from "~/http/public-rate-limits.server";
import { publicNotice } from "~/http/public-page.server";

/** Asks only: programs that check links follow them too, and must not unsubscribe anybody. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  if (!isPageAllowed(request)) return publicNotice(429, request, ({ tooOften }) => tooOften);
  const deps = await getDeps();
  await recordUnsubscribeVisit(
    "unsubscribe_page",
    readTrackingRequest(request, params.token),
    deps,
  );
  const question = await findUnsubscribePage(params.token ?? "", deps);
  if (question === null) return publicNotice(404, request, ({ incomplete }) => incomplete);
  if (!question.hasAddress) return noAddress(request, question);
  return publicNotice(200, request, (words) => words.unsubscribe.ask, question);
}

/**
 * One click (RFC 8058) and the button above: no cookie, no login, and the same
 * answer however often. Nobody is put off: a mailbox provider asks for many
 * people from one address.
 */
export async function action({ request, params }: ActionFunctionArgs) {
  const deps = await getDeps();
  const page = await unsubscribe(params.token ?? "", deps);
  await recordUnsubscribeVisit("unsubscribe", readTrackingRequest(request, params.token), deps);
  if (page === null) return publicNotice(404, request, ({ incomplete }) => incomplete);
  if (!page.hasAddress) return noAddress(request, page);
  return publicNotice(200, request, (words) => words.unsubscribe.done, page);
}

/** A mailbox provider that asked for its user learns by the status that nobody was unsubscribed. */
const noAddress = (request: Request, page: UnsubscribePage) =>
  publicNotice(410, request, (words) => words.unsubscribe.noAddress, page);
