import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { MAX_BATCH_EMAILS, type Mailer } from "../mailer";
import { gateOf } from "../pace/breaker";
import { findSenderHealth } from "../pace/identity-store.server";
import { findDomain } from "./sending-domain-store.server";
import { mayBeSentFrom } from "../sending-domain";
import { countSentToday, listAutoPauses } from "../auto-pause/auto-pause-store.server";
import { warmUpLimit, type WarmUp } from "../auto-pause/warm-up";

export interface SendingCapacity {
  /** Emails that may still leave now. */
  readonly emails: number;
  /** Whether the warm-up of a new domain is the limit. */
  readonly isWarmingUp: boolean;
}

/** Start of a domain's warm-up and what remains of today's limit; null when it is not warming up. */
export async function findWarmUp(
  db: Db,
  shopId: ShopId,
  domain: string,
  now: Date,
): Promise<WarmUp | null> {
  const since = (await findDomain(db, shopId, domain))?.warmUpAt ?? null;
  const limit = since && warmUpLimit(since, now);
  if (since === null || limit === null) return null;
  return {
    since,
    remainingToday: Math.max(0, limit - (await countSentToday(db, shopId, domain, now))),
  };
}

/**
 * Emails that may still leave from a domain now: none while the shop is stopped or the domain is not proved
 * and verified; a daily limit while it warms up.
 *
 * @param way the mailer's name; the local outbox may use any sender
 */
async function findDomainCapacity(
  db: Db,
  shopId: ShopId,
  domain: string,
  { now, way }: { readonly now: Date; readonly way: Mailer["name"] },
): Promise<SendingCapacity> {
  const [autoPauses, found] = await Promise.all([
    listAutoPauses(db, shopId),
    findDomain(db, shopId, domain),
  ]);
  if (autoPauses.some(({ level }) => level === "stop")) return NO_CAPACITY;
  if (way !== "outbox" && !mayBeSentFrom(found)) return NO_CAPACITY;
  const limit = found?.warmUpAt ? warmUpLimit(found.warmUpAt, now) : null;
  if (limit === null) return UNLIMITED;
  const emails = Math.max(0, limit - (await countSentToday(db, shopId, domain, now)));
  return { emails, isWarmingUp: true };
}

/**
 * Emails of a domain that may go into the next provider call: none while the sender is paused or the shop is
 * stopped, one probe after a refusal, otherwise the rest of the day's limit.
 */
export async function findCallCapacity(
  db: Db,
  shopId: ShopId,
  domain: string,
  when: { readonly now: Date; readonly way: Mailer["name"] },
): Promise<SendingCapacity> {
  const [health, capacity] = await Promise.all([
    findSenderHealth(db, shopId, domain),
    findDomainCapacity(db, shopId, domain, when),
  ]);
  const gate = gateOf(health, when.now);
  if (gate.kind === "closed") return NO_CAPACITY;
  const maxEmails = gate.kind === "probe" ? 1 : MAX_BATCH_EMAILS;
  return { ...capacity, emails: Math.min(maxEmails, capacity.emails) };
}

const NO_CAPACITY: SendingCapacity = { emails: 0, isWarmingUp: false };
const UNLIMITED: SendingCapacity = { emails: Number.POSITIVE_INFINITY, isWarmingUp: false };
