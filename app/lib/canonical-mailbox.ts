import { withAsciiDomain } from "./ascii-domain";

const GMAIL: ReadonlySet<string> = new Set(["gmail.com", "googlemail.com"]);

/**
 * One spelling per mailbox: without the part after a plus and, for Gmail, without dots and under
 * one domain. For counting only, never for sending: at other providers a dot may distinguish two
 * people.
 */
export function canonicalMailbox(address: string): string {
  const [local, domain] = splitAtLast(address.trim().normalize("NFC").toLowerCase());
  const plain = local.replace(/(.)\+.*$/s, "$1");
  const host = domain.replace(/\.$/, "");
  return withAsciiDomain(
    GMAIL.has(host) ? `${plain.replaceAll(".", "")}@gmail.com` : `${plain}@${host}`,
  );
}

function splitAtLast(address: string): [string, string] {
  const at = address.lastIndexOf("@");
  return [address.slice(0, at), address.slice(at + 1)];
}
