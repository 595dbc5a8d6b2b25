import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { MAX_BATCH_MAILS, type Mailer } from "../mailer";
import { gateOf } from "../pace/breaker";
import { findSenderHealth } from "../pace/identity-store.server";
import { findDomain } from "../sender/sending-domain-store.server";
import { mayBeSentFrom } from "../sender/sending-domain";
import { countSentToday, listAutoPauses } from "./auto-pause-store.server";
import { warmUpLimit, type WarmUp } from "./warm-up";

export interface SendingCapacity {
  /** How many more mails may leave now. */
  readonly mails: number;
  /** Whether it is because the domain is new that they are no more. */
  readonly isWarmingUp: boolean;
}

/** Since when a domain warms up, and what is left of its day; null: it does not. */
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
 * How many more mails may leave from a domain now: none while the shop is
 * stopped or its domain is not its own or not verified, so many a day while it is new.
 *
 * @param way how they leave: what is kept on this machine may be from anywhere
 */
async function findDomainCapacity(
  db: Db,
  shopId: ShopId,
  domain: string,
  { now, way }: { readonly now: Date; readonly way: Mailer["name"] },
): Promise<SendingCapacity> {
  const autoPauses = await listAutoPauses(db, shopId);
  if (autoPauses.some(({ level }) => level === "stop")) return NO_CAPACITY;
  const found = await findDomain(db, shopId, domain);
  if (way !== "outbox" && !mayBeSentFrom(found)) return NO_CAPACITY;
  const limit = found?.warmUpAt ? warmUpLimit(found.warmUpAt, now) : null;
  if (limit === null) return UNLIMITED;
  const mails = Math.max(0, limit - (await countSentToday(db, shopId, domain, now)));
  return { mails, isWarmingUp: true };
}

/**
 * How many mails of a domain may be handed over in one call now: none while it
 * rests or a brake stops the shop, one to find out whether a sender that was
 * refused still is, as many as are left of a new domain's day.
 */
export async function findCallCapacity(
  db: Db,
  shopId: ShopId,
  domain: string,
  when: { readonly now: Date; readonly way: Mailer["name"] },
): Promise<SendingCapacity> {
  const gate = gateOf(await findSenderHealth(db, shopId, domain), when.now);
  if (gate.kind === "closed") return NO_CAPACITY;
  const maxMails = gate.kind === "probe" ? 1 : MAX_BATCH_MAILS;
  const capacity = await findDomainCapacity(db, shopId, domain, when);
  return { ...capacity, mails: Math.min(maxMails, capacity.mails) };
}

const NO_CAPACITY: SendingCapacity = { mails: 0, isWarmingUp: false };
const UNLIMITED: SendingCapacity = { mails: Number.POSITIVE_INFINITY, isWarmingUp: false };
