import type { LoaderFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { recordOpen } from "~/feedback/engagement/record-open.server";
import { readTrackingRequest } from "~/feedback/engagement/tracking-request.server";
import { transparentPixel } from "~/http/transparent-pixel.server";
import { isClickAllowed } from "~/http/public-rate-limits.server";

/** The open-tracking image of an email. The response is always the same. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  if (!isClickAllowed(request)) return transparentPixel();
  const deps = await getDeps();
  try {
    await recordOpen(readTrackingRequest(request, params.token), deps);
  } catch (error) {
    deps.log.error({ err: error }, "an opening was not recorded");
  }
  return transparentPixel();
}
