import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { countSentToday } from "../brakes/brake-store.server";
import { warmUpLimit } from "../brakes/warm-up";
import type { Mailer } from "../mailer";
import { findStandstills } from "../standstill/find-standstills.server";
import type { Standstill } from "../standstill/standstill";
import type { DnsRecord, DomainStatus } from "./sending-domain";
import { findDomain, listSenderDomains } from "./sending-domain-store.server";

export interface SenderPage {
  /** That of campaigns last; none while no sender address is set. */
  readonly domains: readonly SenderDomain[];
  readonly way: Mailer["name"];
  readonly standstills: readonly Standstill[];
  readonly timeZone: string;
}

export interface SenderDomain {
  readonly domain: string;
  /** Null when the domain was never checked. */
  readonly status: DomainStatus | null;
  readonly records: readonly DnsRecord[];
  /** ISO 8601 */
  readonly checkedAt: string | null;
  readonly warmUp: { readonly limit: number; readonly sent: number } | null;
}

/** Where the shop's mails are from, and whether they may leave. */
export async function getSenderPage(
  db: Db,
  shopId: ShopId,
  deps: { readonly mailer: Pick<Mailer, "name" | "account">; readonly now: () => Date },
): Promise<SenderPage> {
  const at = deps.now();
  const [shop, domains, standstills] = await Promise.all([
    db.shop.findUniqueOrThrow({ where: { shopId }, select: { timeZone: true } }),
    listSenderDomains(db, shopId),
    findStandstills(db, shopId, deps),
  ]);
  return {
    domains: await Promise.all(domains.map((domain) => describeDomain(db, shopId, domain, at))),
    way: deps.mailer.name,
    standstills,
    timeZone: shop.timeZone,
  };
}

async function describeDomain(
  db: Db,
  shopId: ShopId,
  domain: string,
  at: Date,
): Promise<SenderDomain> {
  const found = await findDomain(db, shopId, domain);
  const limit = found?.warmUpAt ? warmUpLimit(found.warmUpAt, at) : null;
  return {
    domain,
    status: found?.status ?? null,
    records: found?.records ?? [],
    checkedAt: found?.checkedAt?.toISOString() ?? null,
    warmUp: limit === null ? null : { limit, sent: await countSentToday(db, shopId, domain, at) },
  };
}
