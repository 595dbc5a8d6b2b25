import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { countSentToday } from "../brakes/brake-store.server";
import { warmUpLimit } from "../brakes/warm-up";
import type { Mailer } from "../mailer";
import { findStandstills } from "../standstill/find-standstills.server";
import type { Standstill } from "../standstill/standstill";
import type { DnsRecord, DomainStatus } from "./sending-domain";
import { findDomain, findSenderDomain } from "./sending-domain-store.server";

export interface SenderPage {
  /** Null while no sender address is set. */
  readonly domain: string | null;
  readonly way: Mailer["name"];
  /** Null when the domain was never checked. */
  readonly status: DomainStatus | null;
  readonly records: readonly DnsRecord[];
  /** ISO 8601 */
  readonly checkedAt: string | null;
  readonly warmUp: { readonly limit: number; readonly sent: number } | null;
  readonly standstills: readonly Standstill[];
  readonly timeZone: string;
}

/** Where the shop's mails are from, and whether they may leave. */
export async function getSenderPage(
  db: Db,
  shopId: ShopId,
  deps: { readonly mailer: Pick<Mailer, "name" | "account">; readonly now: () => Date },
): Promise<SenderPage> {
  const at = deps.now();
  const [shop, domain, standstills] = await Promise.all([
    db.shop.findUniqueOrThrow({ where: { shopId }, select: { timeZone: true } }),
    findSenderDomain(db, shopId),
    findStandstills(db, shopId, deps),
  ]);
  const found = domain === null ? null : await findDomain(db, shopId, domain);
  const limit = found?.warmUpAt ? warmUpLimit(found.warmUpAt, at) : null;
  return {
    domain,
    way: deps.mailer.name,
    status: found?.status ?? null,
    records: found?.records ?? [],
    checkedAt: found?.checkedAt?.toISOString() ?? null,
    warmUp: limit === null ? null : { limit, sent: await countSentToday(db, shopId, at) },
    standstills,
    timeZone: shop.timeZone,
  };
}
