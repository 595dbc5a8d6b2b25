import { BlockList, isIP } from "node:net";
import type { IpClass } from "./engagement-event";

/**
 * Networks of email security gateways, from their operators' allow-lists. A gateway may also use other
 * addresses.
 */
const SECURITY_NETWORKS = [
  // Microsoft Exchange Online Protection
  ["40.92.0.0", 15],
  ["40.107.0.0", 16],
  ["52.100.0.0", 14],
  ["104.47.0.0", 17],
  // Proofpoint
  ["67.231.144.0", 20],
  ["148.163.128.0", 19],
  // Mimecast
  ["205.139.110.0", 24],
  ["207.211.30.0", 24],
  ["91.220.42.0", 24],
  ["195.130.217.0", 24],
  // Barracuda
  ["64.235.144.0", 20],
  ["209.222.80.0", 21],
  // Symantec's MessageLabs
  ["67.219.240.0", 20],
  ["85.158.136.0", 21],
  ["216.82.240.0", 20],
] as const;

const securityNetworks = new BlockList();
for (const [network, prefix] of SECURITY_NETWORKS) securityNetworks.addSubnet(network, prefix);

/** Classifies an IP address; an invalid one is `other`. */
export function classifyIp(address: string | null): IpClass {
  const plain = address?.replace(/^::ffff:/i, "") ?? "";
  return isIP(plain) === 4 && securityNetworks.check(plain) ? "security" : "other";
}
