import type { Db } from "~/db.server";
import { listEndpoints } from "~/delivery/webhooks/endpoint-store.server";
import { listRecentWebhooks } from "~/delivery/webhooks/outgoing-webhook-store.server";
import type { ShopId } from "~/lib/shop-id";

const RECENT = 20;

/** The shop's endpoints, each with its newest webhooks. */
export async function loadWebhooksPage(db: Db, shopId: ShopId) {
  const endpoints = await listEndpoints(db, shopId);
  return Promise.all(
    endpoints.map(
      async ({ endpointId, url, types, hasAddresses, status, disabledFor, ...rest }) => ({
        ...{ endpointId, url, types, hasAddresses, status, disabledFor },
        failingSince: rest.failingSince?.toISOString() ?? null,
        recent: (await listRecentWebhooks(db, shopId, endpointId, RECENT)).map((it) => ({
          webhookId: it.webhookId,
          type: it.type,
          state: it.state,
          attempts: it.attempts,
          responseStatus: it.responseStatus,
          lastError: it.lastError,
          occurredAt: it.occurredAt.toISOString(),
          nextRunAt: it.nextRunAt?.toISOString() ?? null,
        })),
      }),
    ),
  );
}

export type ListedEndpoint = Awaited<ReturnType<typeof loadWebhooksPage>>[number];
