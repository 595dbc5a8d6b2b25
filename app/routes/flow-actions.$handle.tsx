import type { ActionFunctionArgs } from "@remix-run/node";
import {
  receiveFlowAction,
  type ReceivedFlowAction,
} from "~/delivery/shopify-flow/receive-flow-action.server";
import { getDeps } from "~/deps.server";
import { readBody } from "~/http/read-body.server";

const MAX_BYTES = 64 * 1024;

/** Shopify Flow actions: verified, performed and answered within Flow's ten seconds. */
export async function action({ request, params }: ActionFunctionArgs) {
  if (request.method !== "POST") return methodNotAllowed();
  const body = await readBody(request, MAX_BYTES);
  if (!body) return new Response(null, { status: 413 });
  const handle = params["handle"] ?? "";
  return answer(await receiveFlowAction(handle, request.headers, body, await getDeps()));
}

export const loader = () => methodNotAllowed();

/** Flow logs the message and retries retryable errors. */
function answer(outcome: ReceivedFlowAction): Response {
  switch (outcome.kind) {
    case "done":
      return Response.json({});
    case "unsigned":
      return new Response(null, { status: 401 });
    case "refused":
      return Response.json({ message: outcome.reason }, { status: 422 });
    case "later":
      return Response.json(
        { message: outcome.reason },
        { status: 503, headers: { "Retry-After": "60" } },
      );
  }
}

const methodNotAllowed = () => new Response(null, { status: 405, headers: { Allow: "POST" } });
