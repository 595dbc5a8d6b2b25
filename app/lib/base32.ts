/** RFC 4648 in lower case, without padding: servers may change the case of an address. */
const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
const BITS = 5;

/**
 * Bytes as text of `a` to `z` and `2` to `7`, eight characters for five bytes.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4648#section-6
 */
export function encodeBase32(bytes: Uint8Array): string {
  let text = "";
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    for (; bits >= BITS; bits -= BITS) text += ALPHABET.charAt((held >>> (bits - BITS)) & 31);
    held &= 0xff;
  }
  return bits === 0 ? text : text + ALPHABET.charAt((held << (BITS - bits)) & 31);
}

/** @returns the bytes, or null for text that is not in base 32; upper case is accepted */
export function decodeBase32(text: string): Uint8Array | null {
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (const char of text.toLowerCase()) {
    const value = ALPHABET.indexOf(char);
    if (value < 0) return null;
    held = ((held << BITS) | value) & 0xfff;
    bits += BITS;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >>> bits) & 0xff);
  }
  return Uint8Array.from(bytes);
}
