import { createHash, randomBytes } from "node:crypto";

const PREFIX = "kindred_";
const KEY = /^kindred_[\w-]{43}$/;
const HINT_CHARS = 4;

/** A new API key: 256 random bits, with a prefix by which secret scanners recognize it. */
export const makeApiKey = (): string => PREFIX + randomBytes(32).toString("base64url");

/**
 * The SHA-256 digest of a key, by which it is stored and found. A slow hash is for guessable passwords. An index lookup by
 * digest reveals nothing through its timing: a caller cannot choose the bytes that are compared.
 */
export const hashApiKey = (key: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHash("sha256").update(key).digest());

/** The last characters of a key, by which a merchant recognizes it. */
export const hintOfApiKey = (key: string): string => key.slice(-HINT_CHARS);

/** The key of an `Authorization: Bearer` header; null without one of the right form. */
export function readApiKey(header: string | null): string | null {
  const key = /^bearer +(\S+)$/i.exec(header?.trim() ?? "")?.[1];
  return key !== undefined && KEY.test(key) ? key : null;
}
