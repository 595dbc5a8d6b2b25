import type { RequestListener } from "node:http";

export interface RequestLimits {
  /** Unanswered requests of all connections together. */
  readonly max: number;
  /** Slots reserved for Shopify's webhooks under any load. */
  readonly reservedForWebhooks: number;
}

export const REQUEST_LIMITS: RequestLimits = { max: 2_000, reservedForWebhooks: 500 };
const RETRY_AFTER_SECONDS = 5;

/**
 * Refuses a request above the limit before any work begins. A load balancer's health check always passes and is not
 * counted, because a busy process must not be taken out of service.
 */
export function limitRequests(
  listener: RequestListener,
  { max, reservedForWebhooks }: RequestLimits = REQUEST_LIMITS,
): RequestListener {
  let inProgress = 0;
  return (request, response) => {
    const [path] = request.url!.split("?", 1);
    if (path !== "/healthz") {
      if (inProgress >= (path === "/webhooks" ? max : max - reservedForWebhooks)) {
        response.statusCode = 503;
        response.setHeader("Retry-After", RETRY_AFTER_SECONDS).end();
        return;
      }
      inProgress += 1;
      response.once("close", () => (inProgress -= 1));
    }
    listener(request, response);
  };
}
