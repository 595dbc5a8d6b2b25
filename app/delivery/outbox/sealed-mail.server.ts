import type { ShopId } from "~/lib/shop-id";
import { isMissingKey } from "~/lib/errors";
import type { Keyring } from "~/privacy/keyring.server";
import type { Mail } from "../mail";

const placeOf = (shopId: ShopId, messageId: string) => ({
  table: "message",
  column: "sealed_mail",
  shopId,
  row: messageId,
});

/** Freezes a mail for its row. */
export function sealMail(shopId: ShopId, mail: Mail, keyring: Pick<Keyring, "seal">) {
  return keyring.seal(JSON.stringify(mail), placeOf(shopId, mail.messageId));
}

/**
 * The mail as it was frozen, byte for byte; null when it cannot be read. One mail that cannot holds up no other.
 *
 * @throws AppError `missing_key` when another process can read it
 */
export function openMail(
  shopId: ShopId,
  messageId: string,
  sealedMail: Uint8Array,
  keyring: Pick<Keyring, "open">,
): Mail | null {
  try {
    return JSON.parse(keyring.open(sealedMail, placeOf(shopId, messageId))) as Mail;
  } catch (error) {
    if (isMissingKey(error)) throw error;
    return null;
  }
}
