import type { DnsRecord } from "./sending-domain";

/** What the DNS said when it was asked for a name's texts. */
export type TxtAnswer =
  | { readonly kind: "found"; readonly texts: readonly string[] }
  /** It is sure that there are none. */
  | { readonly kind: "none" }
  /** Nobody answered: nothing is known. */
  | { readonly kind: "unavailable" };

export type LookUpTxt = (name: string) => Promise<TxtAnswer>;

export type DmarcAnswer =
  | { readonly kind: "found"; readonly text: string }
  | { readonly kind: "none" }
  | { readonly kind: "unavailable" };

/**
 * Asks for a domain's DMARC policy as receivers of mail do: at the domain
 * itself, and where it has none, at the domains above it. Two policies at one
 * name are none (RFC 7489, 6.6.3).
 *
 * @see https://www.rfc-editor.org/rfc/rfc7489
 */
export async function lookUpDmarc(domain: string, lookUp: LookUpTxt): Promise<DmarcAnswer> {
  const labels = domain.split(".");
  for (let first = 0; first <= labels.length - 2; first++) {
    const answer = await lookUp(`_dmarc.${labels.slice(first).join(".")}`);
    if (answer.kind === "unavailable") return answer;
    if (answer.kind === "none") continue;
    const policies = answer.texts.filter(isPolicy);
    if (policies.length === 1 && policies[0] !== undefined) {
      return { kind: "found", text: policies[0] };
    }
  }
  return { kind: "none" };
}

/** The version must come first and be written just so; a policy must say what to do. */
const isPolicy = (text: string): boolean =>
  /^v\s*=\s*DMARC1\s*;/.test(text) && /;\s*p\s*=\s*(none|quarantine|reject)\s*(;|$)/i.test(text);

/** The record to set, with what the DNS says in its place. */
export function withDmarcAnswer(record: DnsRecord, answer: DmarcAnswer): DnsRecord {
  switch (answer.kind) {
    case "found":
      return { ...record, isFound: true, answer: answer.text.slice(0, 500) };
    case "none":
      return { ...record, isFound: false, answer: null };
    case "unavailable":
      return record;
  }
}
