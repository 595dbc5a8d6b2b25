import type { ActionFunctionArgs } from "@remix-run/node";
import { getDeps } from "~/deps.server";
import { API_LIMITS } from "~/events/api/api-requests";
import { receiveApiRequest, type ApiOutcome } from "~/profiles/api/receive-api-request.server";
import { readBody } from "./read-body.server";

/** Answers a request of the Events API. */
export async function answerApi<T>(
  request: ActionFunctionArgs["request"],
  resource: Parameters<typeof receiveApiRequest<T>>[0],
): Promise<Response> {
  if (request.method !== "POST") return methodNotAllowed();
  const outcome = await receiveApiRequest(
    resource,
    {
      authorization: request.headers.get("authorization"),
      address: request.headers.get("x-client-address"),
      elapsedMs: performance.now(),
      readBody: () => readBody(request, API_LIMITS.bytes),
    },
    await getDeps(),
  );
  return toResponse(outcome);
}

export const methodNotAllowed = () =>
  Response.json({ error: "Use POST" }, { status: 405, headers: { Allow: "POST" } });

function toResponse(outcome: ApiOutcome): Response {
  switch (outcome.kind) {
    case "done": {
      const { stored, duplicates, errors } = outcome.result;
      const isPartial = errors.length > 0 && stored + duplicates > 0;
      return Response.json(outcome.result, {
        status: isPartial ? 207 : errors.length > 0 ? 422 : 200,
      });
    }
    case "unauthorized":
      return fault(401, "The API key is missing, unknown or revoked", {
        "WWW-Authenticate": "Bearer",
      });
    case "limited":
      return fault(429, "Too many requests", { "Retry-After": "5" });
    case "shed":
      return fault(503, "Not available now", { "Retry-After": "60" });
    case "too_long":
      return fault(413, `The body must have at most ${API_LIMITS.bytes} bytes`);
    case "unreadable":
      return fault(400, outcome.reason);
  }
}

const fault = (status: number, error: string, headers: Readonly<Record<string, string>> = {}) =>
  Response.json({ error }, { status, headers });
