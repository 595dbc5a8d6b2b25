/**
 * Whether an IP address is one of the public internet, so that a request which somebody else
 * chose the target of may go there. Whatever is reserved, private, local, or leads to such an
 * address through IPv6 is not; what cannot be read is not either.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry and
 * https://www.iana.org/assignments/iana-ipv6-special-registry
 */
export function isPublicAddress(address: string): boolean {
  const four = bytesOfV4(address);
  if (four) return isPublicV4(four);
  const six = groupsOfV6(address);
  return six !== null && isPublicV6(six);
}

/** Each as its first address and the length of its prefix in bits. */
const NOT_PUBLIC_V4: readonly (readonly [readonly number[], number])[] = [
  [[0, 0, 0, 0], 8],
  [[10, 0, 0, 0], 8],
  [[100, 64, 0, 0], 10],
  [[127, 0, 0, 0], 8],
  [[169, 254, 0, 0], 16],
  [[172, 16, 0, 0], 12],
  [[192, 0, 0, 0], 24],
  [[192, 0, 2, 0], 24],
  [[192, 31, 196, 0], 24],
  [[192, 52, 193, 0], 24],
  [[192, 88, 99, 0], 24],
  [[192, 168, 0, 0], 16],
  [[192, 175, 48, 0], 24],
  [[198, 18, 0, 0], 15],
  [[198, 51, 100, 0], 24],
  [[203, 0, 113, 0], 24],
  // Multicast, and what is reserved for later.
  [[224, 0, 0, 0], 3],
];

function isPublicV4(bytes: readonly number[]): boolean {
  const number = (parts: readonly number[]) => parts.reduce((sum, part) => sum * 256 + part, 0);
  const at = number(bytes);
  return !NOT_PUBLIC_V4.some(([first, bits]) => {
    const size = 2 ** (32 - bits);
    return Math.floor(at / size) === Math.floor(number(first) / size);
  });
}

/** Only 2000::/3 is given out; in it these are for documentation, tests, or carry an IPv4 address. */
function isPublicV6(groups: readonly number[]): boolean {
  const [first = 0, second = 0] = groups;
  if (first >> 13 !== 1) return false;
  if (first === 0x2001 && second < 0x200) return false;
  if (first === 0x2001 && second === 0xdb8) return false;
  if (first === 0x2002) return false;
  return first !== 0x3fff;
}

function bytesOfV4(text: string): number[] | null {
  const parts = text.split(".");
  const isV4 = parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part));
  const bytes = parts.map(Number);
  return isV4 && bytes.every((byte) => byte < 256) ? bytes : null;
}

function groupsOfV6(text: string): number[] | null {
  if (!text.includes(":") || !/^[0-9a-f:.]+$/i.test(text)) return null;
  // The URL parser knows all ways to write one and gives the shortest, without dots.
  const url = `http://[${text}]`;
  if (!URL.canParse(url)) return null;
  const [head = "", tail] = new URL(url).hostname.slice(1, -1).split("::");
  const of = (part: string) => (part === "" ? [] : part.split(":").map((it) => parseInt(it, 16)));
  if (tail === undefined) return of(head);
  const gap = 8 - of(head).length - of(tail).length;
  return [...of(head), ...Array.from({ length: gap }, () => 0), ...of(tail)];
}
