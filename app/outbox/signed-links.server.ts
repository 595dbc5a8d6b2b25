/**
 * The end of a signed link of `Keyring.signLink`, after its text as base64url: the key's id and the signature. The text is
 * found from here, because most of an email looks like the beginning of one.
 */
const END = /\.([a-z0-9]{1,16})\.([\w-]{22})(?![\w-])/gi;
const MIN_TEXT_CHARS = 24;
const SIGNATURE_BYTES = 16;
/** Separates the parts of an unpacked link. JSON has no control characters outside of an escape. */
const MARK = 1;
const MARK_TEXT = String.fromCharCode(MARK);

/**
 * Writes the signed links of a JSON text as what they say, so that texts which they share with each other and with the
 * rest are deflated: base64 hides them. The signatures are stored as bytes.
 */
export function unpackSignedLinks(json: string): Buffer {
  // Most links are there twice or more.
  const known = new Map<string, Buffer | null>();
  const parts: Buffer[] = [];
  let end = 0;
  for (const { index, 0: found, 1: keyId = "", 2: signature = "" } of json.matchAll(END)) {
    let start = index;
    while (start > end && isLinkCharacter(json.charCodeAt(start - 1))) start--;
    if (index - start < MIN_TEXT_CHARS) continue;
    const link = json.slice(start, index + found.length);
    const unpacked = known.get(link) ?? unpack(json.slice(start, index), keyId, signature);
    known.set(link, unpacked);
    if (unpacked === null) continue;
    parts.push(Buffer.from(json.slice(end, start)), unpacked);
    end = start + link.length;
  }
  return Buffer.concat([...parts, Buffer.from(json.slice(end))]);
}

/** Null if `packSignedLinks` would write it in another way. */
function unpack(body: string, keyId: string, signatureText: string): Buffer | null {
  const text = Buffer.from(body, "base64url");
  const signature = Buffer.from(signatureText, "base64url");
  const isExact =
    text.toString("base64url") === body &&
    signature.length === SIGNATURE_BYTES &&
    signature.toString("base64url") === signatureText &&
    !text.includes(MARK);
  if (!isExact) return null;
  return Buffer.concat([
    Buffer.from(MARK_TEXT),
    text,
    Buffer.from(MARK_TEXT + keyId + MARK_TEXT),
    signature,
  ]);
}

/** The JSON text that `unpackSignedLinks` made `bytes` of; one without signed links is the same. */
export function packSignedLinks(bytes: Buffer): string {
  const parts: string[] = [];
  let end = 0;
  for (let at = bytes.indexOf(MARK); at >= 0; at = bytes.indexOf(MARK, end)) {
    const keyAt = bytes.indexOf(MARK, at + 1) + 1;
    const signatureAt = bytes.indexOf(MARK, keyAt) + 1;
    if (keyAt === 0 || signatureAt === 0) throw new RangeError("A signed link is incomplete");
    parts.push(
      bytes.toString("utf8", end, at),
      bytes.toString("base64url", at + 1, keyAt - 1),
      ".",
      bytes.toString("latin1", keyAt, signatureAt - 1),
      ".",
    );
    end = signatureAt + SIGNATURE_BYTES;
    parts.push(bytes.toString("base64url", signatureAt, end));
  }
  return parts.join("") + bytes.toString("utf8", end);
}

/** Whether base64url has the character. */
function isLinkCharacter(code: number): boolean {
  const isLetter = (code | 32) >= 97 && (code | 32) <= 122;
  return isLetter || (code >= 48 && code <= 57) || code === 45 || code === 95;
}
