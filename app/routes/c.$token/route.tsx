import type { LoaderFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { recordClick } from "~/feedback/engagement/record-click.server";
import { readTrackingRequest } from "~/feedback/engagement/tracking-request.server";
import { isClickAllowed } from "~/http/public-rate-limits.server";
import { publicNotice } from "~/http/public-page.server";

/** An email link: records the click and redirects to the target. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  if (!isClickAllowed(request)) return publicNotice(429, request, "tooOften");
  const target = await recordClick(readTrackingRequest(request, params.token), await getDeps());
  if (target === null) return publicNotice(404, request, "nowhere");
  return new Response(null, {
    status: 302,
    headers: { Location: target, "Referrer-Policy": "no-referrer", "Cache-Control": "no-store" },
  });
}
