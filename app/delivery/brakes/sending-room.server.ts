import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { findDomain } from "../sender/sending-domain-store.server";
import { mayBeSentFrom } from "../sender/sending-domain";
import { countSentToday, listBrakes } from "./brake-store.server";
import { warmUpLimit } from "./warm-up";

/**
 * How many more mails may leave from a domain now: none while the shop is
 * stopped or its domain is not verified, so many a day while it is new.
 */
export async function roomToSend(
  db: Db,
  shopId: ShopId,
  domain: string,
  now: Date,
): Promise<number> {
  const brakes = await listBrakes(db, shopId);
  if (brakes.some(({ level }) => level === "stop")) return 0;
  const found = await findDomain(db, shopId, domain);
  if (found === null) return Number.POSITIVE_INFINITY;
  if (!mayBeSentFrom(found.status)) return 0;
  const limit = found.warmUpAt === null ? null : warmUpLimit(found.warmUpAt, now);
  if (limit === null) return Number.POSITIVE_INFINITY;
  return Math.max(0, limit - (await countSentToday(db, shopId, now)));
}
