import { z } from "zod";
import type { Db, Tx } from "~/db.server";
import { storedJson } from "~/flows/stored-json";
import { ShopId } from "~/lib/shop-id";
import { withDmarcAnswer, type DmarcAnswer } from "./dmarc";
import {
  checkAgainMs,
  dmarcRecord,
  DnsRecord,
  DomainStatus,
  nextStatus,
  warmUpFrom,
  type DomainAnswer,
} from "./sending-domain";

/** A shop's domain as it was checked last. */
export interface SendingDomain {
  readonly domain: string;
  readonly providerId: string | null;
  readonly status: DomainStatus;
  readonly records: readonly DnsRecord[];
  readonly checkedAt: Date | null;
  readonly verifiedAt: Date | null;
  readonly lostAt: Date | null;
  /** From when the number of its mails grows day by day; null: it is not limited. */
  readonly warmUpAt: Date | null;
}

/** Null for a domain that was never checked. */
export async function findDomain(
  db: Db,
  shopId: ShopId,
  domain: string,
): Promise<SendingDomain | null> {
  const row = await db.sendingDomain.findUnique({ where: { shopId_domain: { shopId, domain } } });
  if (!row) return null;
  const { shopId: _shop, nextCheckAt: _next, status, records, ...rest } = row;
  return {
    ...rest,
    status: DomainStatus.parse(status),
    records: z.array(DnsRecord).parse(records),
  };
}

/** What a check of a domain brought. */
export interface CheckedDomain {
  /** The provider's word. */
  readonly answer: DomainAnswer;
  /** The DNS's. */
  readonly dmarc: DmarcAnswer;
}

/**
 * Keeps what the provider and the DNS said of a domain.
 *
 * @returns how it stood before and stands now
 */
export async function keepAnswer(
  tx: Tx,
  shopId: ShopId,
  domain: string,
  { answer, dmarc }: CheckedDomain,
  now: Date,
): Promise<{ readonly before: DomainStatus | null; readonly after: DomainStatus }> {
  const known = await findDomain(tx, shopId, domain);
  const before = known?.status ?? null;
  const after = nextStatus(before, answer, dmarc.kind);
  const isFirstVerified = after === "verified" && (known?.verifiedAt ?? null) === null;
  const told = {
    status: after,
    checkedAt: now,
    nextCheckAt: new Date(now.getTime() + checkAgainMs(after)),
    lostAt: after === "lost" ? (known?.lostAt ?? now) : null,
    ...(after === "verified" && before !== "verified" && { verifiedAt: now }),
    ...(isFirstVerified &&
      answer.kind === "known" && { warmUpAt: warmUpFrom(answer.createdAt, now) }),
    ...(answer.kind === "known" && {
      providerId: answer.providerId,
    }),
    records: storedJson(recordsAfter(domain, known?.records ?? [], { answer, dmarc })),
  };
  await tx.sendingDomain.upsert({
    where: { shopId_domain: { shopId, domain } },
    create: { shopId, domain, ...told },
    update: told,
  });
  return { before, after };
}

/** The provider's records, each as it was told last, with the policy as the DNS has it. */
function recordsAfter(
  domain: string,
  before: readonly DnsRecord[],
  { answer, dmarc }: CheckedDomain,
): DnsRecord[] {
  if (answer.kind === "unknown") return [...before];
  const told = answer.kind === "known" ? answer.records : before;
  const isPolicy = ({ purpose }: DnsRecord) => purpose === "dmarc";
  const known = before.find(isPolicy) ?? dmarcRecord(domain);
  const policy = withDmarcAnswer(known, dmarc);
  // Where nobody could look it up there is nothing to tell of it beyond the provider's records.
  const isTold = answer.kind === "known" || policy.isFound !== null;
  return [...told.filter((record) => !isPolicy(record)), ...(isTold ? [policy] : [])];
}

/** @returns whether there was a warm-up to end */
export async function endWarmUp(tx: Tx, shopId: ShopId, domain: string): Promise<boolean> {
  const { count } = await tx.sendingDomain.updateMany({
    where: { shopId, domain, warmUpAt: { not: null } },
    data: { warmUpAt: null },
  });
  return count === 1;
}

/** The domains that the shop's mails are from, that of campaigns last; none while no sender is set. */
export async function listSenderDomains(db: Db, shopId: ShopId): Promise<string[]> {
  const rows = await db.$queryRaw<Record<"own" | "ofCampaigns", string | null>[]>`
    select lower(split_part(sending->>'senderAddress', '@', 2)) as own,
      lower(split_part(sending->>'campaignSenderAddress', '@', 2)) as "ofCampaigns"
    from settings where shop_id = ${shopId} and sending->>'senderAddress' is not null`;
  return [...new Set(rows.flatMap(({ own, ofCampaigns }) => [own, ofCampaigns]))].flatMap(
    (domain) => domain || [],
  );
}

/** Shops with a sender's domain that was never checked, or not for long enough. */
export async function listShopsWithDueDomain(db: Db, now: Date): Promise<ShopId[]> {
  const rows = await db.$queryRaw<{ shopId: string }[]>`
    select distinct settings.shop_id as "shopId" from settings
    join shop on shop.shop_id = settings.shop_id and shop.uninstalled_at is null
    cross join lateral (values (sending->>'senderAddress'),
      (sending->>'campaignSenderAddress')) as sender (address)
    left join sending_domain on sending_domain.shop_id = settings.shop_id
      and domain = lower(split_part(address, '@', 2))
    where sending->>'senderAddress' is not null and address is not null
      and (domain is null or next_check_at <= ${now}::timestamptz)`;
  return rows.map(({ shopId }) => ShopId.parse(shopId));
}
