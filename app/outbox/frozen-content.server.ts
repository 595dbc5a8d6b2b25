import { createHash } from "node:crypto";
import { deflateSync, inflateSync } from "node:zlib";
import type { Db } from "~/db.server";
import { isMissingKey } from "~/lib/errors";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { packSignedLinks, unpackSignedLinks } from "./signed-links.server";

/** What all emails of one template have in common: it contains nothing of a recipient. */
export interface TemplateText {
  /** SHA-256 of the text. */
  readonly hash: Uint8Array<ArrayBuffer>;
  readonly text: Buffer;
  /** Deflated, as stored. */
  readonly packed: Uint8Array<ArrayBuffer>;
}

/** The columns of a frozen email in `message_content`. */
export interface FrozenContent {
  readonly sealedEmail: Uint8Array<ArrayBuffer>;
  readonly sealedBody: Uint8Array<ArrayBuffer>;
  readonly templateHash: Uint8Array<ArrayBuffer>;
}

/** Level 3 takes .05 ms less, and an eighth more bytes (decision 131). */
const BODY_LEVEL = 6;

/** Prepares the text of a template for the emails that are composed from it. */
export function prepareTemplateText(text: string): TemplateText {
  const bytes = Buffer.from(text);
  return {
    hash: new Uint8Array(createHash("sha256").update(bytes).digest()),
    text: bytes,
    packed: new Uint8Array(deflateSync(bytes)),
  };
}

const locate = (column: "sealed_email" | "sealed_body", shopId: ShopId, messageId: string) => ({
  table: "message_content",
  column,
  shopId,
  row: messageId,
});

/**
 * Freezes a message's email. Its body is deflated with the template's text as the dictionary, so that little more than
 * what differs by recipient is stored, and opens to the same bytes whatever code composes emails by then.
 *
 * @param head what is read without the body
 */
export function freezeContent(
  { shopId, messageId }: { readonly shopId: ShopId; readonly messageId: string },
  { head, body }: { readonly head: object; readonly body: object },
  template: TemplateText,
  keyring: Pick<Keyring, "seal">,
): FrozenContent {
  const packed = deflateSync(unpackSignedLinks(JSON.stringify(body)), {
    level: BODY_LEVEL,
    dictionary: template.text,
  });
  return {
    sealedEmail: keyring.seal(JSON.stringify(head), locate("sealed_email", shopId, messageId)),
    sealedBody: keyring.seal(packed, locate("sealed_body", shopId, messageId)),
    templateHash: template.hash,
  };
}

/**
 * The head of a frozen email; null if unreadable, so that one unreadable email blocks no others.
 *
 * @throws AppError `missing_key` when another process may have the key
 */
export function openHead(
  shopId: ShopId,
  messageId: string,
  sealedEmail: Uint8Array,
  keyring: Pick<Keyring, "open">,
): unknown {
  const place = locate("sealed_email", shopId, messageId);
  return orNull(() => JSON.parse(keyring.open(sealedEmail, place)) as unknown);
}

/** A message with a body, as stored. */
export interface StoredBody {
  readonly messageId: string;
  readonly sealedBody: Uint8Array | null;
  readonly templateHash: Uint8Array | null;
}

/**
 * Opens bodies of frozen emails.
 *
 * @returns by message id; one that is erased or unreadable is missing, as is one whose template's text is lost or another:
 *   zlib compares the checksums of both
 * @throws AppError `missing_key` when another process may have the key
 */
export async function openBodies(
  db: Db,
  shopId: ShopId,
  stored: readonly StoredBody[],
  keyring: Pick<Keyring, "openBytes">,
): Promise<ReadonlyMap<string, unknown>> {
  const hashes = new Set(stored.flatMap((it) => (it.templateHash ? [hex(it.templateHash)] : [])));
  if (hashes.size === 0) return new Map();
  const rows = await db.templateText.findMany({
    where: { shopId, hash: { in: [...hashes].map((it) => Buffer.from(it, "hex")) } },
  });
  const texts = new Map(
    rows.map(({ hash, packed }) => [hex(hash), orNull(() => inflateSync(packed))]),
  );
  return new Map(
    stored.flatMap(({ messageId, sealedBody, templateHash }): [string, unknown][] => {
      const dictionary = templateHash && texts.get(hex(templateHash));
      if (!sealedBody || !dictionary) return [];
      const body = openBody(shopId, { messageId, sealedBody }, dictionary, keyring);
      return body === null ? [] : [[messageId, body]];
    }),
  );
}

/** A body by its template's text; null if unreadable. */
export function openBody(
  shopId: ShopId,
  { messageId, sealedBody }: { readonly messageId: string; readonly sealedBody: Uint8Array },
  dictionary: Uint8Array,
  keyring: Pick<Keyring, "openBytes">,
): unknown {
  return orNull(() => {
    const packed = keyring.openBytes(sealedBody, locate("sealed_body", shopId, messageId));
    return JSON.parse(packSignedLinks(inflateSync(packed, { dictionary, ...WHOLE }))) as unknown;
  });
}

/** A body is inflated in one piece: concatenating several parts would be slower. */
const WHOLE = { chunkSize: 65_536 };

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (isMissingKey(error)) throw error;
    return null;
  }
}
