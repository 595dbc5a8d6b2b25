import type { ShopId } from "~/lib/shop-id";
import type { ComposedMessage } from "~/messages/composing/compose-message.server";
import type { Keyring } from "~/privacy/keyring.server";
import type { FailReason } from "../decision/message-reasons";
import type { SendingSetup } from "../decision/sending-setup.server";
import { composeEmail, type Email } from "../email";
import { signedAddress } from "../inbound/signed-address.server";
import type { ClaimedMessage } from "./message-claims.server";

/** @returns the email, or the name of the invalid part */
export function wireForm(
  shopId: ShopId,
  { messageId, flowId, intent }: Pick<ClaimedMessage, "messageId" | "flowId" | "intent">,
  { to, email, unsubscribeUrl }: ComposedMessage,
  { sender }: SendingSetup,
  {
    unsubscribeAddress,
    keyring,
  }: {
    readonly unsubscribeAddress: string | null;
    readonly keyring: Pick<Keyring, "signAddress">;
  },
): Email | FailReason {
  if (sender.kind === "missing") return "bad_sender";
  const { subject, html, text } = email;
  const outcome = composeEmail({
    shopId,
    messageId,
    from: intent.origin === "campaign" ? sender.campaignFrom : sender.from,
    to,
    replyTo: sender.replyTo,
    subject,
    html,
    text,
    unsubscribe: {
      url: unsubscribeUrl,
      address:
        unsubscribeAddress &&
        signedAddress("unsubscribe", unsubscribeAddress, { shopId, messageId }, keyring),
    },
    plannedBy: { flowId, campaignId: intent.origin === "campaign" ? intent.campaignId : null },
  });
  return outcome.kind === "composed" ? outcome.email : outcome.reason;
}
