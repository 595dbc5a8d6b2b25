import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { readTags, type Mail } from "../mail";
import type { Mailer } from "../mailer";
import { identityOf } from "../pace/breaker";
import { mayBeSentFrom } from "./sending-domain";
import { findDomain } from "./sending-domain-store.server";

interface Deps {
  readonly db: Db;
  /** From where Kindred itself writes; null: it does not. */
  readonly kindredSender: string | null;
}

/**
 * A mailer that hands over only what is from a domain which the email's shop proved to be its own, whatever planned
 * it. A batch that was frozen before its domain was moved to another shop stops here too.
 */
export function guardSender(mailer: Mailer, deps: Deps): Mailer {
  // What is kept on this machine goes to nobody.
  if (mailer.name === "outbox") return mailer;
  return {
    ...mailer,
    async sendBatch(batch) {
      for (const { shopId, address } of sendersOf(batch.mails)) {
        const isOpen = shopId !== null && (await isOpenTo(shopId, address, deps));
        if (!isOpen) {
          const reason = "The store has not proved that the domain is its own";
          return { kind: "identity_refused", reason };
        }
      }
      return mailer.sendBatch(batch);
    },
  };
}

async function isOpenTo(
  shopId: ShopId,
  address: string,
  { db, kindredSender }: Deps,
): Promise<boolean> {
  if (address === kindredSender) return true;
  return mayBeSentFrom(await findDomain(db, shopId, identityOf(address)));
}

/** Each sender of a batch once; mostly there is one. */
function sendersOf(mails: readonly Mail[]) {
  const senders = mails.map(({ from: { address }, tags }) => ({
    shopId: readTags(tags)?.shopId ?? null,
    address,
  }));
  return new Map(senders.map((it) => [`${it.shopId} ${it.address}`, it])).values();
}
