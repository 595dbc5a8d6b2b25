import type { Config } from "~/config";
import { acrossShops } from "~/db-scope.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { defineJob } from "~/jobs/job.server";
import type { Queue } from "~/jobs/queue";
import type { Log } from "~/lib/log.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import type { Mailer } from "../mailer";
import { lookUpDmarc, type DmarcAnswer, type LookUpTxt, type TxtAnswer } from "./dmarc";
import { recordDomainMove } from "./record-domain-move.server";
import {
  keepAnswer,
  listSenderDomains,
  listShopsWithDueDomain,
  type CheckedDomain,
  type KeptAnswer,
} from "./sending-domain-store.server";
import { mayBeSentFrom, type DomainAnswer } from "./sending-domain";

export interface DomainDeps {
  readonly db: PrismaClient;
  readonly queue: Queue;
  readonly keyring: Keyring;
  readonly mailer: Pick<Mailer, "domains" | "name">;
  readonly lookUpTxt: LookUpTxt;
  readonly now: () => Date;
  readonly config: Pick<Config, "kindredSender"> & {
    readonly shopify: Pick<Config["shopify"], "apiKey">;
  };
  readonly log: Pick<Log, "warn">;
}

/**
 * Asks each day whether a shop's domain is still verified by the provider, is still proved and
 * has a DMARC policy, and sooner while it is not. Mails of a domain that was lost stand still until it
 * is found again, and then leave at once. A domain that another shop has is never taken from it here.
 */
export const checkDomainJob = defineJob<DomainDeps>({
  name: "delivery.check-domain",
  listDueShops: listShopsWithDueDomain,

  async run(shopId, deps) {
    for (const domain of await listSenderDomains(deps.db, shopId)) {
      const answer = await askProvider(domain, deps);
      await takeAnswer(shopId, domain, { answer }, deps);
    }
    return { more: false };
  },
});

/** What the provider says of a domain, where there is one to ask. */
export const askProvider = async (
  domain: string,
  { mailer }: Pick<DomainDeps, "mailer">,
): Promise<DomainAnswer> => (await mailer.domains?.find(domain)) ?? { kind: "not_asked" };

type Answered = Pick<CheckedDomain, "answer" | "addedId" | "mayTake">;

/** Keeps an answer, with what the DNS has now; what waited for the domain comes due when email may leave from it. */
export async function takeAnswer(
  shopId: ShopId,
  domain: string,
  answered: Answered,
  deps: DomainDeps,
): Promise<KeptAnswer> {
  const { db, queue, now, log } = deps;
  const checked = { ...answered, ...(await askDns(domain, deps)) };
  return acrossShops("claim-domain", () =>
    db.$transaction(async (tx) => {
      const at = now();
      const kept = await keepAnswer(tx, shopId, domain, checked, at);
      const { before, after, takenFrom } = kept;
      if (after.status === "lost" && before?.status !== "lost") {
        log.warn({ shopId }, "a sender's domain was lost");
      }
      const wasHeld = before !== null && !mayBeSentFrom(before);
      if (wasHeld && mayBeSentFrom(after)) await queue.announce(tx, shopId, "messages_planned");
      if (takenFrom !== null) {
        await recordDomainMove(tx, { domain, from: takenFrom, to: shopId, at }, deps);
      }
      return kept;
    }),
  );
}

/** Mails that are kept on this machine go to nobody who would ask. */
async function askDns(
  domain: string,
  { mailer, lookUpTxt }: DomainDeps,
): Promise<{ readonly dmarc: DmarcAnswer; readonly texts: TxtAnswer }> {
  if (mailer.name === "outbox") return { dmarc: UNAVAILABLE, texts: UNAVAILABLE };
  const [dmarc, texts] = await Promise.all([lookUpDmarc(domain, lookUpTxt), lookUpTxt(domain)]);
  return { dmarc, texts };
}

const UNAVAILABLE = { kind: "unavailable" } as const;
