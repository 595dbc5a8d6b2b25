import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { EndpointNotice } from "./notice";

/** What the notice with this id says; null if it is about no endpoint that is still disabled. */
export async function findEndpointNotice(
  db: Db,
  shopId: ShopId,
  emailId: string,
): Promise<EndpointNotice | null> {
  const row = await db.webhookEndpoint.findFirst({
    where: { shopId, systemEmailId: emailId, status: "disabled" },
    select: { url: true, disabledFor: true },
  });
  return row && { host: new URL(row.url).host, isGone: row.disabledFor === "gone" };
}
