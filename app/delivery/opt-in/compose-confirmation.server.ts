import type { Config } from "~/config";
import type { ShopId } from "~/lib/shop-id";
import { renderConfirmation } from "~/messages/confirmation/render-confirmation.server";
import type { Keyring } from "~/privacy/keyring.server";
import type { SendingSetup } from "../decision/sending-setup.server";
import { composeEmail } from "../email";
import { signConfirmation } from "./confirm-opt-in.server";
import type { OptIn } from "./opt-in-store.server";

interface Deps {
  readonly keyring: Keyring;
  readonly config: Pick<Config, "publicUrl">;
}

/** The email that asks for the confirmation of an opt-in. */
export async function composeConfirmation(
  shopId: ShopId,
  { requestId, email, purpose, locale }: OptIn,
  shop: SendingSetup["shop"],
  sender: Extract<SendingSetup["sender"], { kind: "ready" }>,
  { keyring, config }: Deps,
) {
  const token = signConfirmation(shopId, requestId, keyring);
  const faces = await renderConfirmation({
    brand: sender.brand,
    topic: purpose,
    locale,
    links: { confirm: `${config.publicUrl}/confirm/${token}`, shop: shop.url },
  });
  return composeEmail({
    shopId,
    messageId: requestId,
    from: sender.from,
    to: email,
    replyTo: sender.replyTo,
    ...faces,
    unsubscribe: null,
  });
}
