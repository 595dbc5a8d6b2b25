import type { CommonDeps } from "~/deps";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { recordEvents } from "../event-store.server";

interface Deps extends CommonDeps<"db" | "queue" | "now"> {
  readonly keyring: Pick<Keyring, "seal" | "pseudonym">;
}

/**
 * Records a customer's login in a browser. A repeat by the same customer, with no other in between,
 * is not recorded.
 *
 * @param browserId Shopify's client id of the browser, as in the pixel
 * @param customerId as Shopify signed it
 */
export async function recordLogin(
  shopId: ShopId,
  { browserId, customerId }: { readonly browserId: string; readonly customerId: CustomerId },
  { db, keyring, queue, now }: Deps,
): Promise<void> {
  const visitorId = keyring.pseudonym(shopId, browserId);
  const last = await db.event.findFirst({
    where: { shopId, visitorId, kind: "visitor_logged_in" },
    orderBy: { occurredAt: "desc" },
    select: { customerId: true },
  });
  if (last?.customerId === customerId) return;
  const at = now();
  await db.$transaction(async (tx) => {
    await recordEvents(
      tx,
      [
        {
          shopId,
          source: "kindred",
          sourceId: `login/${visitorId}/${customerId}/${at.toISOString()}`,
          kind: "visitor_logged_in",
          customerId,
          visitorId,
          occurredAt: at,
          payload: {},
          personal: null,
        },
      ],
      { keyring, now },
    );
    await queue.announce(tx, shopId, "events_recorded");
  });
}
