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

/** GET only asks, because link scanners follow links and must not unsubscribe. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  if (!isPageAllowed(request)) return publicNotice(429, request, "tooOften");
  const deps = await getDeps();
  await recordUnsubscribeVisit(
    "unsubscribe_page",
    readTrackingRequest(request, params.token),
    deps,
  );
  const question = await findUnsubscribePage(params.token ?? "", deps);
  if (question === null) return publicNotice(404, request, "incomplete");
  if (!question.hasAddress) return noAddress(request, question);
  return publicNotice(200, request, "unsubscribe", question);
}

/**
 * One-click (RFC 8058) and the button: no cookie, no login, idempotent. Not rate limited, because a mailbox provider
 * sends requests of many people from one address.
 */
export async function action({ request, params }: ActionFunctionArgs) {
  const deps = await getDeps();
  const page = await unsubscribe(params.token ?? "", deps);
  await recordUnsubscribeVisit("unsubscribe", readTrackingRequest(request, params.token), deps);
  if (page === null) return publicNotice(404, request, "incomplete");
  if (!page.hasAddress) return noAddress(request, page);
  return publicNotice(200, request, "unsubscribed", page);
}

/** The status shows a mailbox provider that nothing was unsubscribed. */
const noAddress = (request: Request, page: UnsubscribePage) =>
  publicNotice(410, request, "noAddress", page);
