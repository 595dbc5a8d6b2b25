import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Db, Tx } from "~/db.server";
import { storedJson } from "~/flows/stored-json";
import { ShopId } from "~/lib/shop-id";
import { withDmarcAnswer, type DmarcAnswer, type TxtAnswer } from "./dmarc";
import { withParents } from "./domain-name";
import {
  checkAgainMs,
  dmarcRecord,
  DnsRecord,
  DomainStatus,
  nextStatus,
  ownershipRecord,
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
  /** What the shop's record of ownership says. */
  readonly token: string;
  /** The provider's id of the domain, where this shop added it there. */
  readonly addedId: string | null;
  /** Since when it is another shop's that was this shop's. */
  readonly takenAt: Date | null;
  /** Whether the shop proved that it is its own. */
  readonly isOwn: boolean;
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
    isOwn: (await db.domainOwner.count({ where: { shopId, domain } })) === 1,
  };
}

/** Begins to keep a domain, with what the shop proves by that it is its own. What is kept stays. */
export async function addDomain(tx: Tx, shopId: ShopId, domain: string, now: Date): Promise<void> {
  await tx.sendingDomain.createMany({
    data: [{ shopId, domain, token: newToken(), status: "missing", nextCheckAt: now }],
    skipDuplicates: true,
  });
}

const newToken = (): string => randomBytes(16).toString("hex");

/** What a check of a domain brought. */
export interface CheckedDomain {
  /** The provider's word. */
  readonly answer: DomainAnswer;
  /** The DNS's. */
  readonly dmarc: DmarcAnswer;
  /** The texts at the domain itself. */
  readonly texts: TxtAnswer;
  /** The provider's id of the domain, where the shop added it there by this check. */
  readonly addedId?: string;
  /** Whether a proof takes the domain from another shop that has it. */
  readonly mayTake?: boolean;
}

export interface KeptAnswer {
  readonly before: Pick<SendingDomain, "isOwn" | "status"> | null;
  readonly after: Pick<SendingDomain, "isOwn" | "status">;
  /** Whose the domain was until now, where it was taken from another shop. */
  readonly takenFrom: ShopId | null;
  /** Whether it is another shop's. */
  readonly isOthers: boolean;
}

/**
 * Keeps what the provider and the DNS said of a domain. It becomes the shop's by its record of ownership, or once the
 * provider verifies what this shop added there. The provider's records are of nobody else: who sets them
 * would prove the domain for whoever added it.
 *
 * @returns how it stood before and stands now
 */
export async function keepAnswer(
  tx: Tx,
  shopId: ShopId,
  domain: string,
  { answer: said, dmarc, texts, addedId, mayTake = false }: CheckedDomain,
  now: Date,
): Promise<KeptAnswer> {
  // One check of a domain at a time, whichever shop asks.
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
  const told = {
    status: after,
    checkedAt: now,
    nextCheckAt: new Date(now.getTime() + checkAgainMs(after)),
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
    ]),
  };
  await tx.sendingDomain.update({ where: { shopId_domain: { shopId, domain } }, data: told });
  return { before, after: { isOwn, status: after }, takenFrom: claim.takenFrom, isOthers };
}

interface Claim {
  readonly domain: string;
  readonly isProved: boolean;
  readonly mayTake: boolean;
}

/** Makes a domain the shop's if it proved that and may have it. One row for each domain: of two shops at once one gets it. */
async function claimDomain(
  tx: Tx,
  shopId: ShopId,
  { domain, isProved, mayTake }: Claim,
  now: Date,
): Promise<{ readonly owner: string | null; readonly takenFrom: ShopId | null }> {
  if (isProved) {
    const data = [{ domain, shopId, provedAt: now }];
    const { count } = await tx.domainOwner.createMany({ data, skipDuplicates: true });
    // Who sets the provider's records from now on does it for this shop.
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
  // The record that it set before must not bring the domain back.
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
      nextCheckAt: now,
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

/** Whose a domain is; null: nobody has proved it. */
export async function findDomainOwner(db: Db, domain: string): Promise<string | null> {
  return (await db.domainOwner.findUnique({ where: { domain } }))?.shopId ?? null;
}

/** The domain itself or the one above it that is another shop's, while this shop has not proved it. */
export async function findOthersDomain(
  db: Db,
  shopId: ShopId,
  domain: string,
): Promise<string | null> {
  const owners = await db.domainOwner.findMany({ where: { domain: { in: withParents(domain) } } });
  if (owners.some((it) => it.domain === domain && it.shopId === shopId)) return null;
  return owners.find((it) => it.shopId !== shopId)?.domain ?? null;
}

/** Lets go of a domain: another shop may prove it. */
export async function removeDomain(tx: Tx, shopId: ShopId, domain: string): Promise<void> {
  await tx.domainOwner.deleteMany({ where: { shopId, domain } });
  await tx.sendingDomain.deleteMany({ where: { shopId, domain } });
}

export async function countDomains(db: Db, shopId: ShopId): Promise<number> {
  return db.sendingDomain.count({ where: { shopId } });
}

/** The provider's records, each as it was told last, with the policy as the DNS has it. */
function recordsAfter(
  domain: string,
  all: readonly DnsRecord[],
  { answer, dmarc }: Pick<CheckedDomain, "answer" | "dmarc">,
): DnsRecord[] {
  const before = all.filter(({ purpose }) => purpose !== "ownership");
  if (answer.kind === "unknown") return before;
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

/** The domains that the shop's mails are from, that of campaigns last, and then those that it only added. */
export async function listDomains(db: Db, shopId: ShopId): Promise<string[]> {
  const added = await db.sendingDomain.findMany({
    where: { shopId },
    select: { domain: true },
    orderBy: { domain: "asc" },
  });
  const senders = await listSenderDomains(db, shopId);
  return [...new Set([...senders, ...added.map(({ domain }) => domain)])];
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
