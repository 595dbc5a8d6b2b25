import { isIP } from "node:net";

/**
 * The network of an IP address that a single sender controls: 256 addresses of IPv4, or the /64 of IPv6 that a
 * provider assigns to a customer. An IPv4-mapped IPv6 address is treated as IPv4. Other text is returned unchanged.
 */
export function addressPrefix(address: string): string {
  const plain = address.trim().replace(/%.*$/, "");
  if (isIP(plain) === 4) return prefixOfV4(plain);
  if (isIP(plain) !== 6) return plain;
  const groups = groupsOf(plain);
  const [high = 0, low = 0] = groups.slice(6);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) return prefixOfV4(`${high >> 8}.${high & 0xff}.${low >> 8}.${low & 0xff}`);
  const network = groups.slice(0, 4).map((group) => group.toString(16));
  return `${network.join(":")}::/64`;
}

const prefixOfV4 = (address: string): string => address.replace(/\d+$/, "0/24");

/** The eight groups of an IPv6 address in any notation. */
function groupsOf(address: string): number[] {
  // The URL parser normalizes it: hexadecimal, with the longest run of zeros omitted.
  const written = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [before = "", after] = written.split("::");
  const head = before.split(":").filter(Boolean);
  const tail = (after ?? "").split(":").filter(Boolean);
  const zeros = after === undefined ? 0 : 8 - head.length - tail.length;
  return [...head, ...Array<string>(zeros).fill("0"), ...tail].map((group) => parseInt(group, 16));
}
