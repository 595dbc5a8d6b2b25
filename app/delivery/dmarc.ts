import type { DnsRecord } from "./sending-domain";

/** TXT records of a name. */
export type TxtAnswer =
  | { readonly kind: "found"; readonly texts: readonly string[] }
  /** There are none. */
  | { readonly kind: "none" }
  /** The look-up failed. */
  | { readonly kind: "unavailable" };

export type LookUpTxt = (name: string) => Promise<TxtAnswer>;

export type DmarcAnswer =
  | { readonly kind: "found"; readonly text: string }
  | { readonly kind: "none" }
  | { readonly kind: "unavailable" };

/**
 * Looks up a domain's DMARC policy as receivers do: at the domain, then at the domains above it. Of those the
 * highest speaks for the organization, unless a `psd` tag ends the walk earlier. Two policies at one name
 * count as none (RFC 9989, 4.10).
 *
 * @see https://www.rfc-editor.org/rfc/rfc9989
 */
export async function lookUpDmarc(domain: string, lookUp: LookUpTxt): Promise<DmarcAnswer> {
  let found: DmarcAnswer = { kind: "none" };
  for (const name of namesToQuery(domain)) {
    const answer = await lookUp(`_dmarc.${name}`);
    if (answer.kind === "unavailable") return answer;
    const policies = answer.kind === "found" ? answer.texts.filter(isDmarcRecord) : [];
    const [text] = policies;
    if (text === undefined || policies.length > 1) continue;
    const { psd = "u" } = readPolicy(text);
    // A public suffix's policy counts only if the domains below it have none.
    if (psd !== "y" || found.kind === "none") found = { kind: "found", text };
    if (name === domain || psd !== "u") break;
  }
  return found.kind === "found" && isPolicy(found.text) ? found : { kind: "none" };
}

/** Maximum look-ups per domain. */
const MAX_QUERIES = 8;

function namesToQuery(domain: string): string[] {
  const labels = domain.split(".");
  const above = labels.map((_, first) => labels.slice(first).join(".")).slice(1);
  return [domain, ...above.slice(-(MAX_QUERIES - 1))];
}

/** The version tag must come first, exactly like this. */
const isDmarcRecord = (text: string): boolean => /^v[ \t]*=[ \t]*DMARC1[ \t]*(;|$)/.test(text);

/**
 * Whether a record is a valid policy. Without `p` it counts as `p=none`; an unknown `p` does too, but only
 * with a report address (RFC 9989, 4.7 and 4.10.1).
 */
function isPolicy(text: string): boolean {
  const { p, sp, np, rua } = readPolicy(text);
  const policies = [p, sp, np].filter((it) => it !== undefined);
  return (
    policies.every((it) => /^(none|quarantine|reject)$/i.test(it)) ||
    (rua ?? "").split(",").some((uri) => /^mailto:[^\s@]+@[^\s@]+$/i.test(uri.trim()))
  );
}

/** The tags of a policy, by name. */
export function readPolicy(text: string): Partial<Record<string, string>> {
  const pairs = text.split(";").map((pair) => pair.split("="));
  return Object.fromEntries(
    pairs.map(([name = "", ...value]) => [name.trim().toLowerCase(), value.join("=").trim()]),
  );
}

/** A recommended record with the current DNS answer. */
export function withAnswer(record: DnsRecord, answer: DmarcAnswer): DnsRecord {
  switch (answer.kind) {
    case "found":
      return { ...record, isFound: true, answer: answer.text.slice(0, 500) };
    case "none":
      return { ...record, isFound: false, answer: null };
    case "unavailable":
      return record;
  }
}
