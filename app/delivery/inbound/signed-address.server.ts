import { hash } from "node:crypto";
import { decodeBase32, encodeBase32 } from "~/lib/base32";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";

/** What an email to an address does: reports that ours failed, or unsubscribes its recipient. */
export type AddressUse = "bounce" | "unsubscribe";

export interface SignedMessage {
  readonly shopId: ShopId;
  readonly messageId: string;
}

/** The content of a token, before its signature is verified. */
export interface AddressToken {
  /** 8 hexadecimal digits; see `shopKeyOf`. */
  readonly shopKey: string;
  readonly messageId: string;
  readonly signature: Uint8Array;
}

const SHOP_BYTES = 4;
const ID_BYTES = 16;
const SIGNATURE_BYTES = 10;
/** 48 characters. With a `+`, they leave 15 of the 64 that the part before the `@` may have: see `InboundAddress`. */
const TOKEN_CHARS = ((SHOP_BYTES + ID_BYTES + SIGNATURE_BYTES) * 8) / 5;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A beginning of a shop's hash. Few shops share one, and the signature tells them apart. */
const shopKeyOf = (shopId: ShopId): string => hash("sha256", shopId).slice(0, SHOP_BYTES * 2);

/**
 * An address of the inbound mailbox for one message, `bounces+TOKEN@mail.example`. The token has the message's id and
 * a signature, and no personal data.
 *
 * @param base the address without a token
 * @returns null for a message whose id is no UUID, such as a test email: nobody needs its bounces
 */
export function signedAddress(
  use: AddressUse,
  base: string,
  { shopId, messageId }: SignedMessage,
  keyring: Pick<Keyring, "signAddress">,
): string | null {
  if (!UUID.test(messageId)) return null;
  const [name = "", domain = ""] = base.split("@");
  const token = Buffer.concat([
    Buffer.from(shopKeyOf(shopId), "hex"),
    Buffer.from(messageId.replaceAll("-", ""), "hex"),
    keyring.signAddress(use, signedText(shopId, messageId)),
  ]);
  return `${name}+${encodeBase32(token)}@${domain}`;
}

/** The tokens in a text that holds addresses with this base, in any case. */
export function findTokens(base: string, text: string): AddressToken[] {
  const [name = "", domain = ""] = base.split("@").map(escapeRegExp);
  const addresses = new RegExp(`(?<![\\w.+-])${name}\\+([a-z2-7]{${TOKEN_CHARS}})@${domain}`, "gi");
  return [...text.matchAll(addresses)].flatMap(([, token = ""]) => readToken(token) ?? []);
}

function readToken(text: string): AddressToken | null {
  const bytes = decodeBase32(text);
  if (bytes?.length !== SHOP_BYTES + ID_BYTES + SIGNATURE_BYTES) return null;
  const hex = Buffer.from(bytes).toString("hex");
  const id = hex.slice(SHOP_BYTES * 2, (SHOP_BYTES + ID_BYTES) * 2);
  return {
    shopKey: hex.slice(0, SHOP_BYTES * 2),
    messageId: id.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-"),
    signature: bytes.subarray(SHOP_BYTES + ID_BYTES),
  };
}

/** Whether the token was made here for a message of this shop. */
export const isSignedFor = (
  use: AddressUse,
  shopId: ShopId,
  { messageId, signature }: AddressToken,
  keyring: Pick<Keyring, "isSignedAddress">,
): boolean => keyring.isSignedAddress(use, signedText(shopId, messageId), signature);

const signedText = (shopId: ShopId, messageId: string) => `${shopId}/${messageId}`;

const escapeRegExp = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
