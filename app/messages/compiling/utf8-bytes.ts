const BEYOND_ASCII = /[\u0080-\uffff]/;

/** Length of a text in UTF-8. Each half of a surrogate pair counts as two, which adds up to the pair's size. */
export function utf8Bytes(text: string): number {
  let bytes = text.length;
  if (!BEYOND_ASCII.test(text)) return bytes;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x80) bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}
