import type { PrismaClient } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job";
import type { Queue } from "~/jobs/queue";
import type { Log } from "~/lib/log.server";
import type { ShopId } from "~/lib/shop-id";
import type { Mailer } from "../mailer";
import {
  findSenderDomain,
  keepAnswer,
  listShopsWithDueDomain,
} from "./sending-domain-store.server";
import { mayBeSentFrom, type DomainAnswer } from "./sending-domain";

export interface DomainDeps {
  readonly db: PrismaClient;
  readonly queue: Queue;
  readonly mailer: Pick<Mailer, "domains">;
  readonly now: () => Date;
  readonly log: Pick<Log, "warn">;
}

const CANNOT: DomainAnswer = { kind: "unavailable", detail: "This way of sending has no check" };

/**
 * Asks the provider each day whether a shop's domain is still verified, and
 * sooner while it is not. Mails of a domain that was lost stand still until it
 * is found again, and then leave at once.
 */
export const checkDomainJob = defineJob<DomainDeps>({
  name: "delivery.check-domain",
  listDueShops: listShopsWithDueDomain,

  async run(shopId, deps) {
    const domain = await findSenderDomain(deps.db, shopId);
    if (domain !== null) {
      const answer = (await deps.mailer.domains?.find(domain)) ?? CANNOT;
      await takeAnswer(shopId, domain, answer, deps);
    }
    return { more: false };
  },
});

/** Keeps an answer; what waited for a verified domain comes due when it is. */
export async function takeAnswer(
  shopId: ShopId,
  domain: string,
  answer: DomainAnswer,
  { db, queue, now, log }: Omit<DomainDeps, "mailer">,
): Promise<void> {
  await db.$transaction(async (tx) => {
    const { before, after } = await keepAnswer(tx, shopId, domain, answer, now());
    if (after === "lost" && before !== "lost") log.warn({ shopId }, "a sender's domain was lost");
    const wasHeld = before !== null && !mayBeSentFrom(before);
    if (wasHeld && mayBeSentFrom(after)) await queue.announce(tx, shopId, "messages_planned");
  });
}
