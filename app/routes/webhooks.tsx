import type { ActionFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { receiveWebhook, type WebhookOutcome } from "~/events/inbox/receive-webhook.server";
import { readBody } from "~/http/read-body.server";

const MAX_BYTES = 5 * 1024 * 1024;

/** All topics of shopify.app.toml: verified, stored and answered. A job processes them. */
export async function action({ request }: ActionFunctionArgs) {
  if (request.method !== "POST") return methodNotAllowed();
  const body = await readBody(request, MAX_BYTES);
  if (!body) return new Response(null, { status: 413 });
  return answer(await receiveWebhook(request.headers, body, await getDeps()));
}

export const loader = () => methodNotAllowed();

function answer(outcome: WebhookOutcome): Response {
  switch (outcome.kind) {
    case "stored":
    case "late":
      return new Response(null, { status: 200 });
    // Shopify retries responses other than 200 for four hours.
    case "unknown_shop":
      return new Response(null, { status: 404 });
    case "limited":
      return new Response(null, { status: 429, headers: { "Retry-After": "60" } });
    case "refused":
      return new Response(null, { status: outcome.reason === "bad_signature" ? 401 : 400 });
    case "unavailable":
      return new Response(null, { status: 503, headers: { "Retry-After": "5" } });
  }
}

const methodNotAllowed = () => new Response(null, { status: 405, headers: { Allow: "POST" } });
