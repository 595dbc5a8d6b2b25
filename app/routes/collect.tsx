import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import type { Collected } from "~/events/pixel/create-collector.server";
import { readBody } from "~/http/read-body.server";

const MAX_BYTES = 16 * 1024;

/** Receives events from the web pixel (extensions/web-pixel). Any origin, without cookies. */
export async function action({ request }: ActionFunctionArgs) {
  if (request.method !== "POST") return new Response(null, { status: 405, headers: CORS });
  const { collector } = await getDeps();
  return answer(
    await collector.collect({
      address: request.headers.get("x-client-address"),
      elapsedMs: performance.now(),
      readBody: () => readBody(request, MAX_BYTES),
    }),
  );
}

/** A text/plain beacon needs no preflight; others are allowed, too. */
export const loader = ({ request }: LoaderFunctionArgs) =>
  new Response(null, { status: request.method === "OPTIONS" ? 204 : 405, headers: CORS });

const CORS = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Methods": "POST",
  "Access-Control-Allow-Headers": "Content-Type",
  Allow: "POST, OPTIONS",
};
const LATER = { ...CORS, "Retry-After": "60" };

const REFUSED = { too_long: 413, malformed: 400, unknown_account: 404 } as const;

function answer(collected: Collected): Response {
  switch (collected.kind) {
    case "stored":
      return new Response(null, { status: 204, headers: CORS });
    case "refused":
      return new Response(null, { status: REFUSED[collected.reason], headers: CORS });
    case "limited":
      return new Response(null, { status: 429, headers: LATER });
    case "shed":
      return new Response(null, { status: 503, headers: LATER });
  }
}
