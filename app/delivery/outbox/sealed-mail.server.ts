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

/** Seals an email for its row. */
export function sealMail(shopId: ShopId, mail: Mail, keyring: Pick<Keyring, "seal">) {
  return keyring.seal(JSON.stringify(mail), placeOf(shopId, mail.messageId));
}

/**
 * The frozen email, byte for byte; null if unreadable, so that one unreadable email blocks no others.
 *
 * @throws AppError `missing_key` when another process may have the key
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
