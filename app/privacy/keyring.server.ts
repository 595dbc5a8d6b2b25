import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  randomFillSync,
  type KeyObject,
} from "node:crypto";
import { isSameBytes } from "~/lib/is-same-bytes.server";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { KeyringSecrets } from "~/config";
import { withAsciiDomain } from "~/lib/ascii-domain";
import { AppError } from "~/lib/errors";

/** The location of a sealed value, which cannot be opened for any other location. */
export interface SealedLocation {
  readonly table: string;
  readonly column: string;
  readonly shopId: string;
  readonly row: string;
}

export interface Keyring {
  /** Encrypts with the active key. Sealing the same text twice gives different values. */
  seal(content: string | Uint8Array, place: SealedLocation): Uint8Array<ArrayBuffer>;
  /** @throws AppError when the value was changed or moved; `missing_key` when its key is missing here */
  open(sealed: Uint8Array, place: SealedLocation): string;
  /** As `open`, for sealed bytes that are no text. */
  openBytes(sealed: Uint8Array, place: SealedLocation): Buffer;
  /** Whether `sealed` should be resealed with the active key. */
  isStale(sealed: Uint8Array): boolean;
  /** 32-byte blind index to find an email address within a shop without decryption. */
  blindIndex(shopId: string, email: string): Uint8Array<ArrayBuffer>;
  /** 32 bytes that identify a missing address in every shop. Matches no shop's own index. */
  bounceIndex(email: string): Uint8Array<ArrayBuffer>;
  /** 32-byte blind index to count a mailbox across shops, unrelated to the other index. */
  mailboxIndex(mailbox: string): Uint8Array<ArrayBuffer>;
  /** A city's key within a shop, equal for equal names apart from case and spacing; irreversible. 22 URL-safe characters. */
  cityKey(shopId: string, city: string): string;
  /** 8 bytes that stand for the beginning of a word in a shop's customer search. */
  searchToken(shopId: string, prefix: string): bigint;
  /** A browser's pseudonym within a shop; irreversible. 22 URL-safe characters. */
  pseudonym(shopId: string, browserId: string): string;
  /** `text.keyId.signature`, URL-safe; `purpose` prevents using one kind of link as another. */
  signLink(purpose: string, text: string): string;
  /** The text of a link that was signed for `purpose`, else null. */
  openLink(purpose: string, signed: string): string | null;
  /** 10 bytes that prove that an email address was made here: the part before its @ has no room for a link's. */
  signAddress(purpose: string, text: string): Uint8Array;
  /** Whether `signAddress` made this signature, with a present or earlier key. */
  isSignedAddress(purpose: string, text: string, signed: Uint8Array): boolean;
}

/** Form of the sealed content: plain or deflated. */
const PLAIN = 1;
const DEFLATED = 2;
/** Emails and large webhooks are mostly markup; deflated they take a quarter of the space. */
const DEFLATE_FROM_CHARS = 8_192;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** 128 bits: unforgeable and short. */
const SIGNATURE_BYTES = 16;
/** 80 bits: each guess costs an email to our own mailbox. */
const ADDRESS_SIGNATURE_BYTES = 10;
/** An email is decrypted in one piece: concatenating several parts would be six times slower. */
const WHOLE_EMAIL = { chunkSize: 40_960 };
/** Not a shop name. */
const ALL_SHOPS = "*";
/** Nonces drawn in one batch: requesting each from the system takes longer than encrypting an address. */
const NONCES_A_DRAW = 256;
const PSEUDONYM_BYTES = 16;

/**
 * The keys and their operations: AES-256-GCM (NIST SP 800-38D) with
 * table, column, shop and row as associated data, under a key derived for each
 * shop (HKDF, RFC 5869); blind indexes and link signatures by HMAC-SHA-256
 * under separate keys.
 *
 * Envelope: form (1: plain or deflated) · key id length (1) · key id · nonce (12) · tag (16) · ciphertext.
 */
export function createKeyring(secrets: KeyringSecrets): Keyring {
  const encryption = new Map(
    Object.entries(secrets.encryption).map(([id, key]) => [id, Buffer.from(key, "base64")]),
  );
  const links = Object.entries(secrets.links).map(
    ([id, key]) => [id, createSecretKey(key, "base64")] as const,
  );
  const indexKey = Buffer.from(secrets.index, "base64");
  const signing = links[0];
  const sealing = encryption.get(secrets.active);
  if (!sealing) {
    throw new AppError("invalid_input", `The keyring has no key "${secrets.active}" to seal with`);
  }
  if (!signing) throw new AppError("invalid_input", "The keyring has no key to sign links with");

  const nextNonce = createNonces();
  const shopKeys = new Map<string, KeyObject>();
  function shopKey(keyId: string, use: string, key: Buffer, shopId: string): KeyObject {
    const name = `${use}|${keyId}|${shopId}`;
    let derived = shopKeys.get(name);
    if (!derived) {
      derived = createSecretKey(Buffer.from(hkdfSync("sha256", key, shopId, `kindred ${use}`, 32)));
      shopKeys.set(name, derived);
    }
    return derived;
  }

  function openBytes(sealed: Uint8Array, place: SealedLocation): Buffer {
    const bytes = Buffer.from(sealed);
    const id = keyIdOf(bytes);
    const key = id === null ? undefined : encryption.get(id);
    if (id === null) throw cannotOpen(place, "it names no key");
    if (!key) {
      throw new AppError(
        "missing_key",
        `A sealed ${place.table}.${place.column} cannot be opened: its key is not in the keyring`,
        { context: { shopId: place.shopId, row: place.row, keyId: id } },
      );
    }
    let at = 2 + id.length;
    const nonce = bytes.subarray(at, (at += NONCE_BYTES));
    const tag = bytes.subarray(at, (at += TAG_BYTES));
    try {
      const decipher = createDecipheriv(
        "aes-256-gcm",
        shopKey(id, "seal", key, place.shopId),
        nonce,
      )
        .setAAD(associatedData(place, bytes[0]))
        .setAuthTag(tag);
      const body = Buffer.concat([decipher.update(bytes.subarray(at)), decipher.final()]);
      return bytes[0] === PLAIN ? body : inflateRawSync(body, WHOLE_EMAIL);
    } catch (cause) {
      throw cannotOpen(place, "it was changed or belongs elsewhere", cause);
    }
  }

  return {
    seal(content, place) {
      const id = secrets.active;
      const nonce = nextNonce();
      const key = shopKey(id, "seal", sealing, place.shopId);
      const form = content.length < DEFLATE_FROM_CHARS ? PLAIN : DEFLATED;
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(associatedData(place, form));
      const bytes = form === PLAIN ? Buffer.from(content) : deflateRawSync(content, { level: 1 });
      const body = cipher.update(bytes);
      // No final block: in this mode the ciphertext has the length of the plaintext.
      cipher.final();
      return laidEndToEnd(headOf(form, id), nonce, cipher.getAuthTag(), body);
    },

    open: (sealed, place) => openBytes(sealed, place).toString(),
    openBytes,

    isStale: (sealed) => keyIdOf(Buffer.from(sealed)) !== secrets.active,

    blindIndex(shopId, email) {
      const key = shopKey("index", "index", indexKey, shopId);
      const digest = createHmac("sha256", key).update(normalizeEmail(email)).digest();
      return new Uint8Array(digest);
    },

    bounceIndex(email) {
      const key = shopKey("index", "bounce", indexKey, ALL_SHOPS);
      const digest = createHmac("sha256", key).update(normalizeEmail(email)).digest();
      return new Uint8Array(digest);
    },

    mailboxIndex(mailbox) {
      const key = shopKey("index", "mailbox", indexKey, ALL_SHOPS);
      return new Uint8Array(createHmac("sha256", key).update(mailbox).digest());
    },

    cityKey(shopId, city) {
      const key = shopKey("index", "city", indexKey, shopId);
      const name = city.normalize("NFC").trim().replace(/\s+/g, " ").toLowerCase();
      const digest = createHmac("sha256", key).update(name).digest();
      return digest.subarray(0, PSEUDONYM_BYTES).toString("base64url");
    },

    searchToken(shopId, prefix) {
      const key = shopKey("index", "search", indexKey, shopId);
      return createHmac("sha256", key).update(prefix).digest().readBigInt64BE();
    },

    pseudonym(shopId, browserId) {
      const key = shopKey("index", "visitor", indexKey, shopId);
      const digest = createHmac("sha256", key).update(browserId).digest();
      return digest.subarray(0, PSEUDONYM_BYTES).toString("base64url");
    },

    signLink(purpose, text) {
      const [id, key] = signing;
      const body = Buffer.from(text).toString("base64url");
      return `${body}.${id}.${signature(key, purpose, body).toString("base64url")}`;
    },

    openLink(purpose, signed) {
      const [body, id, signatureText, ...rest] = signed.split(".");
      const key = links.find(([linkId]) => linkId === id)?.[1];
      if (!body || !signatureText || !key || rest.length > 0) return null;
      const expected = signature(key, purpose, body);
      const actual = Buffer.from(signatureText, "base64url");
      if (!isSameBytes(actual, expected)) return null;
      return Buffer.from(body, "base64url").toString();
    },

    signAddress: (purpose, text) => addressSignature(signing[1], purpose, text),

    isSignedAddress: (purpose, text, signed) =>
      links.some(([, key]) => isSameBytes(signed, addressSignature(key, purpose, text))),
  };
}

/** Random nonces, each used once. */
function createNonces(): () => Uint8Array {
  const drawn = new Uint8Array(NONCES_A_DRAW * NONCE_BYTES);
  let at = drawn.length;
  return () => {
    if (at === drawn.length) {
      randomFillSync(drawn);
      at = 0;
    }
    return drawn.slice(at, (at += NONCE_BYTES));
  };
}

function headOf(form: number, keyId: string): Uint8Array {
  return Buffer.from([form, keyId.length, ...Buffer.from(keyId)]);
}

function laidEndToEnd(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** New secrets for an installation without any. */
export function generateKeyringSecrets(): KeyringSecrets {
  return {
    active: "k1",
    encryption: { k1: randomKey() },
    index: randomKey(),
    links: { l1: randomKey() },
  };
}

/**
 * A keyring with new keys, in two steps. First every process gets `add`, which opens what the new keys seal and sign
 * but still uses the old ones. Then all get `use`.
 */
export function rotateKeyring(present: KeyringSecrets, keyId: string) {
  const [sealing, signing] = [randomKey(), randomKey()];
  const encryption = { ...present.encryption, [keyId]: sealing };
  return {
    add: { ...present, encryption, links: { ...present.links, [keyId]: signing } },
    use: { ...present, encryption, active: keyId, links: { [keyId]: signing, ...present.links } },
  };
}

const randomKey = () => randomBytes(32).toString("base64");

/**
 * One spelling per mailbox: trimmed, Unicode NFC, lower case. Local parts are compared case-insensitively, as every
 * large provider does (RFC 5321 §2.4 leaves it to the receiver).
 */
function normalizeEmail(email: string): string {
  return withAsciiDomain(email.trim().normalize("NFC").toLowerCase());
}

function associatedData(
  { table, column, shopId, row }: SealedLocation,
  form: number | undefined,
): Buffer {
  const place = [table, column, shopId, row].join("|");
  return Buffer.from(form === PLAIN ? place : `${place}|deflated`);
}

function keyIdOf(bytes: Buffer): string | null {
  const [form, length] = bytes;
  if ((form !== PLAIN && form !== DEFLATED) || length === undefined) return null;
  // Truncated or corrupted bytes could name a key that never existed, and wait for it forever.
  if (bytes.length < 2 + length + NONCE_BYTES + TAG_BYTES) return null;
  return bytes.subarray(2, 2 + length).toString();
}

function signature(key: KeyObject, purpose: string, body: string): Buffer {
  return createHmac("sha256", key)
    .update(`${purpose}|${body}`)
    .digest()
    .subarray(0, SIGNATURE_BYTES);
}

const addressSignature = (key: KeyObject, purpose: string, text: string) =>
  signature(key, `address ${purpose}`, text).subarray(0, ADDRESS_SIGNATURE_BYTES);

function cannotOpen(place: SealedLocation, why: string, cause?: unknown): AppError {
  return new AppError(
    "invalid_input",
    `A sealed ${place.table}.${place.column} cannot be opened: ${why}`,
    {
      context: { shopId: place.shopId, row: place.row },
      cause,
    },
  );
}
