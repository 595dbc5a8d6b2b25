import type { ActionFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import {
  receiveEmailEvent,
  type EmailEventOutcome,
} from "~/feedback/email-events/receive-email-event.server";
import { readBody } from "~/http/read-body.server";

/** SendGrid sends up to 768 kB at once. */
const MAX_BYTES = 1024 * 1024;

/**
 * Receives the email provider's webhooks: verifies, stores and answers them. A job processes them.
 */
export async function action({ request }: ActionFunctionArgs) {
  if (request.method !== "POST") return methodNotAllowed();
  const body = await readBody(request, MAX_BYTES);
  if (!body) return new Response(null, { status: 413 });
  const deps = await getDeps();
  return answer(
    await receiveEmailEvent(request.headers, body, { ...deps, sources: deps.emailEvents }),
  );
}

export const loader = () => methodNotAllowed();

function answer(outcome: EmailEventOutcome): Response {
  switch (outcome.kind) {
    case "stored":
    case "ignored":
      return new Response(null, { status: 200 });
    case "refused":
      return new Response(null, { status: outcome.reason === "bad_signature" ? 401 : 400 });
    case "unavailable":
      return new Response(null, { status: 503, headers: { "Retry-After": "5" } });
  }
}

const methodNotAllowed = () => new Response(null, { status: 405, headers: { Allow: "POST" } });
