import type { ActionFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { receivePostedEmail } from "~/feedback/mailbox/receive-posted-email.server";
import { readBody } from "~/http/read-body.server";

/** More than an email of Kindred with the report about it. */
const MAX_BYTES = 1024 * 1024;

/** Receives bounces, complaints and unsubscribe emails from an email server. */
export async function action({ request }: ActionFunctionArgs) {
  if (request.method !== "POST") return methodNotAllowed();
  const body = await readBody(request, MAX_BYTES);
  if (!body) return new Response(null, { status: 413 });
  const deps = await getDeps();
  const { inbound } = deps.config;
  const { kind } = await receivePostedEmail(request.headers, body, { ...deps, inbound });
  // An email that is dropped was received too: a repeat would change nothing.
  return new Response(null, { status: kind === "refused" ? 401 : 200 });
}

export const loader = () => methodNotAllowed();

const methodNotAllowed = () => new Response(null, { status: 405, headers: { Allow: "POST" } });
