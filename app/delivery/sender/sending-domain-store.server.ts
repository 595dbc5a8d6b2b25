import { nextTimeIn } from "~/jobs/next-due-times.server";
import { readRows } from "~/db-reads.server";
import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Db, Tx } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import { storedJson } from "~/flows/stored-json";
import { ShopId } from "~/lib/shop-id";
import { bimiRecord } from "../bimi";
import { withAnswer, type DmarcAnswer, type TxtAnswer } from "../dmarc";
import { withParents } from "../domain-name";
import {
  checkAgainMs,
  dmarcRecord,
  DnsRecord,
  DomainStatus,
  nextStatus,
  ownershipRecord,
  warmUpFrom,
  type DomainAnswer,
} from "../sending-domain";

/** A shop's domain at its last check. */
export interface SendingDomain {
  readonly domain: string;
  readonly providerId: string | null;
  readonly status: DomainStatus;
  readonly records: readonly DnsRecord[];
  readonly checkedAt: Date | null;
  readonly verifiedAt: Date | null;
  readonly lostAt: Date | null;
  /** Start of the warm-up; null: no limit. */
  readonly warmUpAt: Date | null;
  /** Token of the ownership record. */
  readonly token: string;
  /** The provider's id, if this shop added the domain there. */
  readonly addedId: string | null;
  /** When another shop took it over. */
  readonly takenAt: Date | null;
  /** Whether the shop proved ownership. */
  readonly isOwn: boolean;
}

/** Null if it was never added or checked. */
export async function findDomain(
  db: Db,
  shopId: ShopId,
  domain: string,
): Promise<SendingDomain | null> {
  const [row] = await readRows<DomainRow>(
    db,
    Prisma.sql`
    select domain, token, added_id as "addedId", taken_at as "takenAt", provider_id as "providerId",
      status, records, checked_at as "checkedAt", verified_at as "verifiedAt", lost_at as "lostAt",
      warm_up_at as "warmUpAt", exists (
        select 1 from domain_owner owner
        where owner.shop_id = ${shopId} and owner.domain = sending_domain.domain) as "isOwn"
    from sending_domain where shop_id = ${shopId} and domain = ${domain}`,
    {
      checkedAt: "instant",
      verifiedAt: "instant",
      lostAt: "instant",
      warmUpAt: "instant",
      takenAt: "instant",
    },
  );
  if (!row) return null;
  const { status, records } = row;
  return {
    ...row,
    status: DomainStatus.parse(status),
    records: z.array(DnsRecord).parse(records),
  };
}

interface DomainRow extends Omit<SendingDomain, "status" | "records"> {
  readonly status: string;
  readonly records: unknown;
}

/** Adds a domain with a new ownership token. An existing one stays unchanged. */
export async function addDomain(tx: Tx, shopId: ShopId, domain: string, now: Date): Promise<void> {
  await tx.sendingDomain.createMany({
    data: [{ shopId, domain, token: newToken(), status: "missing", nextRunAt: now }],
    skipDuplicates: true,
  });
}

const newToken = (): string => randomBytes(16).toString("hex");

/** The result of a domain check. */
export interface CheckedDomain {
  /** The provider's answer. */
  readonly answer: DomainAnswer;
  /** The DMARC answer. */
  readonly dmarc: DmarcAnswer;
  readonly bimi: DmarcAnswer;
  /** TXT records of the domain itself. */
  readonly texts: TxtAnswer;
  /** The provider's id, if this check added the domain there. */
  readonly addedId?: string;
  /** Whether a proof may move the domain from another shop. */
  readonly mayTake?: boolean;
}

export interface StoredAnswer {
  readonly before: Pick<SendingDomain, "isOwn" | "status"> | null;
  readonly after: Pick<SendingDomain, "isOwn" | "status">;
  /** The previous owner, if the domain was moved. */
  readonly takenFrom: ShopId | null;
  /** Whether another shop owns it. */
  readonly isOthers: boolean;
}

/**
 * Saves a check. The domain becomes the shop's by its ownership record, or once the provider verifies what
 * this shop added there. Another shop's provider records prove nothing, since they would prove the domain for
 * whoever added it.
 *
 * @returns the state before and after
 */
export async function storeAnswer(
  tx: Tx,
  shopId: ShopId,
  domain: string,
  { answer: said, dmarc, bimi, texts, addedId, mayTake = false }: CheckedDomain,
  now: Date,
): Promise<StoredAnswer> {
  // Serialize checks of a domain across shops.
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`domain:${domain}`}, 0))`;
  await addDomain(tx, shopId, domain, now);
  const known = await findDomain(tx, shopId, domain);
  if (known === null) throw new Error("A domain that was just added is gone");
  const before = known.checkedAt === null ? null : known;
  const own = ownershipRecord(domain, known.token);
  const hasProof =
    texts.kind === "unavailable" ? null : texts.kind === "found" && texts.texts.includes(own.value);
  const isAdded = said.kind === "known" && said.providerId === (addedId ?? known.addedId);
  const isProved = hasProof === true || (isAdded && said.isVerified);
  const claim = await claimDomain(
    tx,
    shopId,
    { domain, isProved, mayTake: mayTake && hasProof === true },
    now,
  );
  const isOwn = claim.owner === shopId;
  const isOthers = claim.owner !== null && !isOwn;
  const answer: DomainAnswer =
    said.kind === "known" && (isOthers || !(isOwn || isAdded)) ? { kind: "unknown" } : said;
  const after = nextStatus(before?.status ?? null, { answer, dmarc: dmarc.kind, hasProof, isOwn });
  const isFirstVerified = after === "verified" && known.verifiedAt === null;
  const data = {
    status: after,
    checkedAt: now,
    nextRunAt: new Date(now.getTime() + checkAgainMs(after)),
    lostAt: after === "lost" ? (known.lostAt ?? now) : null,
    ...(isOwn && { takenAt: null }),
    ...(addedId !== undefined && { addedId }),
    ...(after === "verified" && before?.status !== "verified" && { verifiedAt: now }),
    ...(isFirstVerified &&
      answer.kind === "known" && { warmUpAt: warmUpFrom(answer.createdAt, now) }),
    ...(answer.kind === "known" && {
      providerId: answer.providerId,
    }),
    records: storedJson([
      { ...own, isFound: hasProof },
      ...recordsAfter(domain, known.records, { answer, dmarc }),
      ...(bimi.kind === "unavailable"
        ? known.records.filter(isLogo)
        : [withAnswer(bimiRecord(domain), bimi)]),
    ]),
  };
  await tx.sendingDomain.update({ where: { shopId_domain: { shopId, domain } }, data });
  return { before, after: { isOwn, status: after }, takenFrom: claim.takenFrom, isOthers };
}

interface Claim {
  readonly domain: string;
  readonly isProved: boolean;
  readonly mayTake: boolean;
}

/** Claims a proved domain for the shop. There is one row per domain, so of two concurrent claims one wins. */
async function claimDomain(
  tx: Tx,
  shopId: ShopId,
  { domain, isProved, mayTake }: Claim,
  now: Date,
): Promise<{ readonly owner: string | null; readonly takenFrom: ShopId | null }> {
  if (isProved) {
    const data = [{ domain, shopId, provedAt: now }];
    const { count } = await tx.domainOwner.createMany({ data, skipDuplicates: true });
    // From now on the provider's records count for this shop.
    if (count === 1) await disownAdded(tx, shopId, domain);
  }
  const owner = await findDomainOwner(tx, domain);
  if (owner === null || owner === shopId || !mayTake) return { owner, takenFrom: null };
  const { count } = await tx.domainOwner.updateMany({
    where: { domain, shopId: owner },
    data: { shopId, provedAt: now },
  });
  if (count === 0) return { owner, takenFrom: null };
  await disownAdded(tx, shopId, domain);
  // The previous owner's old record must not reclaim the domain.
  await tx.sendingDomain.updateMany({
    where: { domain, shopId: owner },
    data: {
      token: newToken(),
      takenAt: now,
      status: "missing",
      records: [],
      providerId: null,
      verifiedAt: null,
      lostAt: null,
      warmUpAt: null,
      nextRunAt: now,
    },
  });
  return { owner: shopId, takenFrom: ShopId.parse(owner) };
}

async function disownAdded(tx: Tx, shopId: ShopId, domain: string): Promise<void> {
  await tx.sendingDomain.updateMany({
    where: { domain, shopId: { not: shopId } },
    data: { addedId: null },
  });
}

/** The owner of a domain; null: unproved. */
export async function findDomainOwner(db: Db, domain: string): Promise<string | null> {
  return (await db.domainOwner.findUnique({ where: { domain } }))?.shopId ?? null;
}

/** The domain or parent domain that another shop owns, unless this shop proved it. */
export async function findForeignDomain(
  db: Db,
  shopId: ShopId,
  domain: string,
): Promise<string | null> {
  const owners = await db.domainOwner.findMany({ where: { domain: { in: withParents(domain) } } });
  if (owners.some((it) => it.domain === domain && it.shopId === shopId)) return null;
  return owners.find((it) => it.shopId !== shopId)?.domain ?? null;
}

/** Removes a domain, so that another shop may prove it. */
export async function removeDomain(tx: Tx, shopId: ShopId, domain: string): Promise<void> {
  await tx.domainOwner.deleteMany({ where: { shopId, domain } });
  await tx.sendingDomain.deleteMany({ where: { shopId, domain } });
}

export async function countDomains(db: Db, shopId: ShopId): Promise<number> {
  return db.sendingDomain.count({ where: { shopId } });
}

const isLogo = ({ purpose }: DnsRecord): boolean => purpose === "bimi";

/** The provider's latest records with the DMARC policy from the DNS. */
function recordsAfter(
  domain: string,
  all: readonly DnsRecord[],
  { answer, dmarc }: Pick<CheckedDomain, "answer" | "dmarc">,
): DnsRecord[] {
  const before = all.filter((it) => it.purpose !== "ownership" && !isLogo(it));
  if (answer.kind === "unknown") return before;
  const records = answer.kind === "known" ? answer.records : before;
  const isPolicy = ({ purpose }: DnsRecord) => purpose === "dmarc";
  const known = before.find(isPolicy) ?? dmarcRecord(domain);
  const policy = withAnswer(known, dmarc);
  // Without a look-up there is nothing to show beyond the provider's records.
  const isReportable = answer.kind === "known" || policy.isFound !== null;
  return [...records.filter((record) => !isPolicy(record)), ...(isReportable ? [policy] : [])];
}

/** @returns whether a warm-up was active */
export async function endWarmUp(tx: Tx, shopId: ShopId, domain: string): Promise<boolean> {
  const { count } = await tx.sendingDomain.updateMany({
    where: { shopId, domain, warmUpAt: { not: null } },
    data: { warmUpAt: null },
  });
  return count === 1;
}

/** The domains in use, the campaign domain last, then those only added. */
export async function listDomains(db: Db, shopId: ShopId): Promise<string[]> {
  const added = await db.sendingDomain.findMany({
    where: { shopId },
    select: { domain: true },
    orderBy: { domain: "asc" },
  });
  const senders = await listSenderDomains(db, shopId);
  return [...new Set([...senders, ...added.map(({ domain }) => domain)])];
}

/** The domains in use, the campaign domain last; none without a sender. */
export async function listSenderDomains(db: Db, shopId: ShopId): Promise<string[]> {
  const rows = await db.$queryRaw<Record<"own" | "ofCampaigns", string | null>[]>`
    select lower(split_part(sending->>'senderAddress', '@', 2)) as own,
      lower(split_part(sending->>'campaignSenderAddress', '@', 2)) as "ofCampaigns"
    from settings where shop_id = ${shopId} and sending->>'senderAddress' is not null`;
  return [...new Set(rows.flatMap(({ own, ofCampaigns }) => [own, ofCampaigns]))].flatMap(
    (domain) => domain || [],
  );
}

/** Shops with a domain whose check is due. */
export function selectShopsWithDueDomain(now: Date): Prisma.Sql {
  return Prisma.sql`
    select distinct settings.shop_id as "shopId" from settings
    join shop on shop.shop_id = settings.shop_id and shop.uninstalled_at is null
    cross join lateral (values (sending->>'senderAddress'),
      (sending->>'campaignSenderAddress')) as sender (address)
    left join sending_domain on sending_domain.shop_id = settings.shop_id
      and domain = lower(split_part(address, '@', 2))
    where sending->>'senderAddress' is not null and address is not null
      and (domain is null or next_run_at <= ${now}::timestamptz)`;
}

/** When a shop's next check is due. */
export const nextDomainTimes = (now: Date): Prisma.Sql[] => [
  nextTimeIn("sending_domain", "next_run_at", now),
];
