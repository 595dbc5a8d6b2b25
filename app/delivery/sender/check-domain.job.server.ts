import type { Config } from "~/config";
import { acrossShops } from "~/db-scope.server";
import type { CommonDeps } from "~/deps";
import { defineJob } from "~/jobs/job.server";
import type { Log } from "~/lib/log.server";
import type { ShopId } from "~/lib/shop-id";
import type { Mailer } from "../mailer";
import { lookUpBimi } from "../bimi";
import { lookUpDmarc, type LookUpTxt } from "../dmarc";
import { recordDomainMove } from "./record-domain-move.server";
import {
  storeAnswer,
  listSenderDomains,
  selectShopsWithDueDomain,
  type CheckedDomain,
  type StoredAnswer,
  nextDomainTimes,
} from "./sending-domain-store.server";
import { mayBeSentFrom, type DomainAnswer } from "../sending-domain";

export interface DomainDeps extends CommonDeps<"db" | "queue" | "keyring" | "now"> {
  readonly mailer: Pick<Mailer, "domains" | "name">;
  readonly lookUpTxt: LookUpTxt;
  readonly config: Pick<Config, "kindredSender"> & {
    readonly shopify: Pick<Config["shopify"], "apiKey">;
  };
  readonly log: Pick<Log, "warn">;
}

/**
 * Checks daily that a domain is verified by the provider, still proved and has a DMARC policy, more often
 * while it is not. Messages from a lost domain wait until it is verified again. It never takes a domain from
 * another shop.
 */
export const checkDomainJob = defineJob<DomainDeps>({
  name: "delivery.check-domain",
  selectDueShops: selectShopsWithDueDomain,
  nextDueTimes: nextDomainTimes,

  async run(shopId, deps) {
    for (const domain of await listSenderDomains(deps.db, shopId)) {
      const answer = await checkWithProvider(domain, deps);
      await receiveAnswer(shopId, domain, { answer }, deps);
    }
    return { more: false };
  },
});

/** Reads a domain's state from the provider, if it has domains. */
export const checkWithProvider = async (
  domain: string,
  { mailer }: Pick<DomainDeps, "mailer">,
): Promise<DomainAnswer> => (await mailer.domains?.find(domain)) ?? { kind: "not_checked" };

type Answered = Pick<CheckedDomain, "answer" | "addedId" | "mayTake">;

/** Saves an answer with the current DNS records; messages that waited for the domain become due when it may send. */
export async function receiveAnswer(
  shopId: ShopId,
  domain: string,
  answered: Answered,
  deps: DomainDeps,
): Promise<StoredAnswer> {
  const { db, queue, now, log } = deps;
  const checked = { ...answered, ...(await queryDns(domain, deps)) };
  return acrossShops("claim-domain", () =>
    db.$transaction(async (tx) => {
      const at = now();
      const kept = await storeAnswer(tx, shopId, domain, checked, at);
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

/** The local outbox needs no DNS. */
async function queryDns(
  domain: string,
  { mailer, lookUpTxt }: DomainDeps,
): Promise<Pick<CheckedDomain, "dmarc" | "bimi" | "texts">> {
  if (mailer.name === "outbox") {
    return { dmarc: UNAVAILABLE, bimi: UNAVAILABLE, texts: UNAVAILABLE };
  }
  const [dmarc, bimi, texts] = await Promise.all([
    lookUpDmarc(domain, lookUpTxt),
    lookUpBimi(domain, lookUpTxt),
    lookUpTxt(domain),
  ]);
  return { dmarc, bimi, texts };
}

const UNAVAILABLE = { kind: "unavailable" } as const;
