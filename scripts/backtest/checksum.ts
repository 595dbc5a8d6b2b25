/** FNV-1a over integers, as eight hexadecimal digits: equal lists have equal checksums. */
export function checksumOf(lists: Iterable<ArrayLike<number>>): string {
  let hash = 0x811c9dc5;
  for (const list of lists) {
    for (let n = 0; n < list.length; n++) {
      hash = Math.imul(hash ^ list[n]!, 0x01000193);
    }
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}
