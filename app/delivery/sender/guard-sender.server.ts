import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { readTags, type Email } from "../email";
import { DOMAIN_NOT_PROVED, type Mailer } from "../mailer";
import { identityOf } from "../pace/breaker";
import { mayBeSentFrom } from "../sending-domain";
import { findDomain } from "./sending-domain-store.server";

interface Deps {
  readonly db: Db;
  /** Kindred's own sender; null: none. */
  readonly kindredSender: string | null;
}

/** A batch is usually sent some milliseconds after it was prepared; one that waited is checked again. */
const PROOF_MAX_AGE_MS = 1_000;

/**
 * Wraps a mailer so that it sends only from domains that the email's shop has proved. This also stops a batch
 * that was frozen before its domain moved to another shop.
 */
export function guardSender(mailer: Mailer, deps: Deps): Mailer {
  // The local outbox delivers nothing.
  if (mailer.name === "outbox") return mailer;
  return {
    ...mailer,
    async sendBatch(batch, provedAtMs = -Infinity) {
      if (performance.now() - provedAtMs < PROOF_MAX_AGE_MS) return mailer.sendBatch(batch);
      for (const { shopId, address } of sendersOf(batch.emails)) {
        const isOpen = shopId !== null && (await isOpenTo(shopId, address, deps));
        if (!isOpen) return { kind: "identity_refused", reason: DOMAIN_NOT_PROVED };
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

/** The distinct senders of a batch; usually one. */
function sendersOf(emails: readonly Email[]) {
  const senders = emails.map(({ from: { address }, tags }) => ({
    shopId: readTags(tags)?.shopId ?? null,
    address,
  }));
  return new Map(senders.map((it) => [`${it.shopId} ${it.address}`, it])).values();
}
