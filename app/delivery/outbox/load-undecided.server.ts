import { readTogether } from "~/db-reads.server";
import type { Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { loadDeliveryFacts } from "../decision/delivery-facts.server";
import type { SendingSetup } from "../decision/sending-setup.server";
import { listSentBefore, settleSentBefore } from "../restore/sent-before-restore-store.server";
import type { ClaimedMessage } from "./message-claims.server";

interface Deps {
  readonly keyring: Pick<Keyring, "seal">;
  readonly now: Date;
}

/** The messages with their facts, without those that the provider sent before a restore, which are settled. */
export async function loadUndecided(
  tx: Tx,
  shopId: ShopId,
  messages: readonly ClaimedMessage[],
  setup: SendingSetup,
  { keyring, now }: Deps,
) {
  const ids = messages.map(({ messageId }) => messageId);
  const [sentBefore, undecided] = await readTogether(tx, () =>
    Promise.all([
      listSentBefore(tx, shopId, ids),
      loadDeliveryFacts(tx, shopId, messages, setup, now),
    ]),
  );
  if (sentBefore.size === 0) return undecided;
  await settleSentBefore(tx, shopId, ids, { keyring, now });
  const rest = messages.filter(({ messageId }) => !sentBefore.has(messageId));
  return loadDeliveryFacts(tx, shopId, rest, setup, now);
}
