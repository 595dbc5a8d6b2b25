import type { PrismaClient } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job";
import type { Queue } from "~/jobs/queue";
import type { Log } from "~/lib/log.server";
import type { ShopId } from "~/lib/shop-id";
import type { Mailer } from "../mailer";
import { lookUpDmarc, type DmarcAnswer, type LookUpTxt } from "./dmarc";
import {
  keepAnswer,
  listSenderDomains,
  listShopsWithDueDomain,
} from "./sending-domain-store.server";
import { mayBeSentFrom, type DomainAnswer, type DomainStatus } from "./sending-domain";

export interface DomainDeps {
  readonly db: PrismaClient;
  readonly queue: Queue;
  readonly mailer: Pick<Mailer, "domains" | "name">;
  readonly lookUpTxt: LookUpTxt;
  readonly now: () => Date;
  readonly log: Pick<Log, "warn">;
}

/** What is known of a domain where no provider can be asked. */
export const CANNOT: DomainAnswer = {
  kind: "unavailable",
  detail: "This way of sending has no check",
};

/**
 * Asks each day whether a shop's domain is still verified by the provider and
 * has a DMARC policy, and sooner while it is not. Mails of a domain that was lost stand still until it
 * is found again, and then leave at once.
 */
export const checkDomainJob = defineJob<DomainDeps>({
  name: "delivery.check-domain",
  listDueShops: listShopsWithDueDomain,

  async run(shopId, deps) {
    for (const domain of await listSenderDomains(deps.db, shopId)) {
      const answer = (await deps.mailer.domains?.find(domain)) ?? CANNOT;
      await takeAnswer(shopId, domain, answer, deps);
    }
    return { more: false };
  },
});

/** Keeps an answer, with the policy that the DNS has now; what waited for a verified domain comes due when it is. */
export async function takeAnswer(
  shopId: ShopId,
  domain: string,
  answer: DomainAnswer,
  { db, queue, mailer, lookUpTxt, now, log }: DomainDeps,
): Promise<DomainStatus> {
  // Mails that are kept on this machine go to nobody who would ask.
  const dmarc: DmarcAnswer =
    mailer.name === "outbox" ? { kind: "unavailable" } : await lookUpDmarc(domain, lookUpTxt);
  let status: DomainStatus = "unchecked";
  await db.$transaction(async (tx) => {
    const { before, after } = await keepAnswer(tx, shopId, domain, { answer, dmarc }, now());
    status = after;
    if (after === "lost" && before !== "lost") log.warn({ shopId }, "a sender's domain was lost");
    const wasHeld = before !== null && !mayBeSentFrom(before);
    if (wasHeld && mayBeSentFrom(after)) await queue.announce(tx, shopId, "messages_planned");
  });
  return status;
}
