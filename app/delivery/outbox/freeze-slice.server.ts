import { v7 as uuidv7 } from "uuid";
import type { Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { ComposedMessage, Composition } from "~/messages/composing/compose-message.server";
import type { Keyring } from "~/privacy/keyring.server";
import { decideSlice } from "../decision/decide-slice";
import { loadDeliveryFacts } from "../decision/delivery-facts.server";
import type { FailReason } from "../decision/describe-decision";
import { explainDecision } from "../decision/explain-decision";
import { composeMail, type Mail } from "../mail";
import { openBatch, type PreparedBatch } from "./mail-batch-store.server";
import { lockClaimed, type ClaimedMessage } from "./message-claims.server";
import { putOff, storeFrozen, type FrozenMessage, type PutOff } from "./message-store.server";
import type { SendingSetup } from "../settings/sending-setup.server";

interface FreezeDeps {
  readonly keyring: Pick<Keyring, "seal">;
  readonly mailerName: string;
  readonly now: Date;
}

/**
 * Decides about claimed messages for the last time, under locks, and makes a
 * batch of those that go: members, bytes and links are committed before the
 * provider hears of any. What does not go gets its reason here.
 *
 * @returns the batch, or null when nothing goes
 */
export async function freezeSlice(
  tx: Tx,
  shopId: ShopId,
  claimed: readonly ClaimedMessage[],
  compositions: ReadonlyMap<string, Composition>,
  setup: SendingSetup,
  { keyring, mailerName, now }: FreezeDeps,
): Promise<PreparedBatch | null> {
  const messages = await lockClaimed(tx, shopId, claimed);
  const facts = await loadDeliveryFacts(tx, shopId, messages, setup, now);
  const undecided = messages.flatMap(({ messageId, profileId }, i) =>
    facts[i] ? [{ messageId, profileId, facts: facts[i] }] : [],
  );
  const frozen: FrozenMessage[] = [];
  const rest: PutOff[] = [];
  decideSlice(undecided, setup.settings, now).forEach((decision, i) => {
    const message = undecided[i];
    if (!message) return;
    const { messageId } = message;
    const why = explainDecision(message.facts, decision, setup.settings, now);
    if (decision.kind !== "send") {
      rest.push({ ...decision, messageId, why });
      return;
    }
    const composition = compositions.get(messageId);
    switch (composition?.kind) {
      case undefined:
        rest.push({ kind: "again", messageId, why, until: now });
        break;
      case "pointless":
        rest.push({ kind: "skip", messageId, why, reason: composition.reason });
        break;
      case "refused":
        rest.push({ kind: "fail", messageId, why, reason: composition.reason });
        break;
      case "composed": {
        const mail = wireForm(shopId, messageId, composition, setup);
        if (typeof mail === "string") rest.push({ kind: "fail", messageId, why, reason: mail });
        else frozen.push({ composed: composition, mail, why });
        break;
      }
    }
  });

  await putOff(tx, shopId, rest);
  if (frozen.length === 0) return null;
  const mails = frozen.map(({ mail }) => mail);
  const batch = await openBatch(tx, shopId, { batchId: uuidv7(), mails, mailerName, now });
  await storeFrozen(tx, shopId, batch.batchId, frozen, { keyring, now });
  return batch;
}

/** @returns the mail, or which part of it cannot be mailed */
function wireForm(
  shopId: ShopId,
  messageId: string,
  { to, mail, unsubscribeUrl }: ComposedMessage,
  { sender }: SendingSetup,
): Mail | FailReason {
  if (sender.kind === "missing") return "bad_sender";
  const { subject, html, text } = mail;
  const outcome = composeMail({
    shopId,
    messageId,
    from: sender.from,
    to,
    replyTo: sender.replyTo,
    subject,
    html,
    text,
    unsubscribe: { url: unsubscribeUrl, mailbox: null },
  });
  return outcome.kind === "composed" ? outcome.mail : outcome.reason;
}
