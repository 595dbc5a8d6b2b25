import type { Config } from "~/config";
import { mailboxOf } from "~/email-config";
import { LATE_SECONDS } from "~/feedback/mailbox/mailbox-age.server";
import { findMailboxState, nameMailbox } from "~/feedback/mailbox/mailbox-store.server";
import type { PrismaClient } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { countSentToday } from "~/delivery/auto-pause/auto-pause-store.server";
import { warmUpLimit } from "~/delivery/auto-pause/warm-up";
import type { Mailer } from "~/delivery/mailer";
import type { Keyring } from "~/privacy/keyring.server";
import { findSendingBlocks } from "~/delivery/sending-blocks/find-sending-blocks.server";
import type { SendingBlock } from "~/delivery/sending-blocks/sending-block";
import {
  listTestAddresses,
  type TestAddressRow,
} from "~/delivery/test-emails/test-address-store.server";
import { assessLogo, type LogoReadiness } from "~/delivery/bimi";
import { ownershipRecord, type DnsRecord, type DomainStatus } from "~/delivery/sending-domain";
import {
  addDomain,
  findDomain,
  findDomainOwner,
  listDomains,
  listSenderDomains,
} from "~/delivery/sender/sending-domain-store.server";

export interface SenderPageData {
  /** Domains in use first, the campaign domain last among them; then the added ones. */
  readonly domains: readonly SenderDomain[];
  readonly way: Mailer["name"];
  /** How bounces and complaints over SMTP are reported; null with other providers. */
  readonly bounces: BounceReporting | null;
  readonly sendingBlocks: readonly SendingBlock[];
  /** Beside the shop's contact address. */
  readonly testAddresses: readonly TestAddressRow[];
}

export interface BounceReporting {
  /** `off`: nobody reads them; `late`: the mailbox could not be read lately. */
  readonly state: "off" | "on" | "late";
  /** ISO 8601. When the mailbox was last read; null: never. */
  readonly readAt: string | null;
}

export interface SenderDomain {
  readonly domain: string;
  /** What is sent from it; null: nothing. */
  readonly use: "everything" | "flows" | "campaigns" | null;
  /** The proved owner. */
  readonly owner: "this" | "other" | null;
  /** ISO 8601. When another store took it over. */
  readonly takenAt: string | null;
  /** Null before the first check. */
  readonly status: DomainStatus | null;
  /** The record that proves ownership; null: none needed. */
  readonly proof: DnsRecord | null;
  readonly records: readonly DnsRecord[];
  readonly logo: LogoReadiness;
  /** ISO 8601 */
  readonly checkedAt: string | null;
  readonly warmUp: { readonly limit: number; readonly sent: number } | null;
}

/** Data of the sender page: domains, their states and sending blocks. */
export async function getSenderPage(
  db: PrismaClient,
  shopId: ShopId,
  deps: {
    readonly mailer: Pick<Mailer, "name" | "account">;
    readonly keyring: Pick<Keyring, "open">;
    readonly now: () => Date;
    readonly config: Pick<Config, "inbound">;
  },
): Promise<SenderPageData> {
  const at = deps.now();
  // Create tokens now, so that the record can be copied.
  const senders = await listSenderDomains(db, shopId);
  await db.$transaction(async (tx) => {
    for (const domain of senders) await addDomain(tx, shopId, domain, at);
  });
  const [domains, sendingBlocks, testAddresses] = await Promise.all([
    listDomains(db, shopId),
    findSendingBlocks(db, shopId, deps),
    listTestAddresses(db, shopId, deps),
  ]);
  const useOf = (domain: string) => {
    const first = senders.indexOf(domain);
    if (first < 0) return null;
    return senders.length === 1 ? "everything" : first === 0 ? "flows" : "campaigns";
  };
  return {
    domains: await Promise.all(
      domains.map(async (domain) => ({
        ...(await describeDomain(db, shopId, domain, at)),
        use: useOf(domain),
      })),
    ),
    way: deps.mailer.name,
    bounces: deps.mailer.name === "smtp" ? await findBounceReporting(db, deps.config) : null,
    sendingBlocks,
    testAddresses,
  };
}

async function findBounceReporting(
  db: PrismaClient,
  { inbound }: Pick<Config, "inbound">,
): Promise<BounceReporting> {
  if (inbound === null || inbound.bounceAddress === null) return { state: "off", readAt: null };
  const mailbox = mailboxOf(inbound);
  // What an email server posts arrives at once, and nothing says when the next report would.
  if (mailbox === null) return { state: "on", readAt: null };
  const found = await findMailboxState(db, nameMailbox(mailbox));
  const isLate = (found?.ageSeconds ?? Infinity) > LATE_SECONDS;
  return { state: isLate ? "late" : "on", readAt: found?.readAt?.toISOString() ?? null };
}

async function describeDomain(
  db: PrismaClient,
  shopId: ShopId,
  domain: string,
  at: Date,
): Promise<Omit<SenderDomain, "use">> {
  const [found, owner] = await Promise.all([
    findDomain(db, shopId, domain),
    findDomainOwner(db, domain),
  ]);
  const records = found?.records ?? [];
  const limit = found?.warmUpAt ? warmUpLimit(found.warmUpAt, at) : null;
  return {
    domain,
    owner: owner === null ? null : owner === shopId ? "this" : "other",
    takenAt: found?.takenAt?.toISOString() ?? null,
    status: found?.checkedAt ? found.status : null,
    proof:
      records.find(({ purpose }) => purpose === "ownership") ??
      (found && ownershipRecord(domain, found.token)),
    records: records.filter(({ purpose }) => purpose !== "ownership" && purpose !== "bimi"),
    logo: assessLogo(domain, records),
    checkedAt: found?.checkedAt?.toISOString() ?? null,
    warmUp: limit === null ? null : { limit, sent: await countSentToday(db, shopId, domain, at) },
  };
}
