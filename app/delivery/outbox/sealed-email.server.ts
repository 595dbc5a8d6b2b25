import type { ShopId } from "~/lib/shop-id";
import { isMissingKey } from "~/lib/errors";
import type { Keyring } from "~/privacy/keyring.server";
import type { Email } from "../email";

const placeOf = (shopId: ShopId, messageId: string) => ({
  table: "message_content",
  column: "sealed_email",
  shopId,
  row: messageId,
});

/** Seals an email for its row. */
export function sealEmail(shopId: ShopId, email: Email, keyring: Pick<Keyring, "seal">) {
  return keyring.seal(JSON.stringify(email), placeOf(shopId, email.messageId));
}

/**
 * The frozen email, byte for byte; null if unreadable, so that one unreadable email blocks no others.
 *
 * @throws AppError `missing_key` when another process may have the key
 */
export function openEmail(
  shopId: ShopId,
  messageId: string,
  sealedEmail: Uint8Array,
  keyring: Pick<Keyring, "open">,
): Email | null {
  try {
    return JSON.parse(keyring.open(sealedEmail, placeOf(shopId, messageId))) as Email;
  } catch (error) {
    if (isMissingKey(error)) throw error;
    return null;
  }
}
