import { isIP } from "node:net";

/**
 * The network that an internet address is in, as far as one sender can move about in it: 256 addresses of IPv4, and
 * the /64 of IPv6 that a provider gives to each of its customers. An IPv4 address that is written as IPv6 is the IPv4
 * address. What is no address stays as it is.
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

/** The eight groups of an IPv6 address, however it is written. */
function groupsOf(address: string): number[] {
  // The URL parser writes it in one way: in hexadecimal, with the longest run of zeros left out.
  const written = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [before = "", after] = written.split("::");
  const head = before.split(":").filter(Boolean);
  const tail = (after ?? "").split(":").filter(Boolean);
  const zeros = after === undefined ? 0 : 8 - head.length - tail.length;
  return [...head, ...Array<string>(zeros).fill("0"), ...tail].map((group) => parseInt(group, 16));
}
