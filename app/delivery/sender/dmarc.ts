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
 * Asks for a domain's DMARC policy as receivers of email do: at the domain itself, and where it has none, at the
 * domains above it. Of those, the highest speaks for the organization, unless a `psd` tag ends the walk before.
 * Two policies at one name are none (RFC 9989, 4.10).
 *
 * @see https://www.rfc-editor.org/rfc/rfc9989
 */
export async function lookUpDmarc(domain: string, lookUp: LookUpTxt): Promise<DmarcAnswer> {
  let found: DmarcAnswer = { kind: "none" };
  for (const name of namesToAsk(domain)) {
    const answer = await lookUp(`_dmarc.${name}`);
    if (answer.kind === "unavailable") return answer;
    const policies = answer.kind === "found" ? answer.texts.filter(isDmarcRecord) : [];
    const [text] = policies;
    if (text === undefined || policies.length > 1) continue;
    const { psd = "u" } = tagsOf(text);
    // A registry speaks for those below it only where they do not speak for themselves.
    if (psd !== "y" || found.kind === "none") found = { kind: "found", text };
    if (name === domain || psd !== "u") break;
  }
  return found.kind === "found" && isPolicy(found.text) ? found : { kind: "none" };
}

/** So many questions a domain may cost, however many labels it has. */
const MAX_QUESTIONS = 8;

function namesToAsk(domain: string): string[] {
  const labels = domain.split(".");
  const above = labels.map((_, first) => labels.slice(first).join(".")).slice(1);
  return [domain, ...above.slice(-(MAX_QUESTIONS - 1))];
}

/** The version must come first and be written just so. */
const isDmarcRecord = (text: string): boolean => /^v[ \t]*=[ \t]*DMARC1[ \t]*(;|$)/.test(text);

/**
 * Whether receivers act on a record. One without `p` counts as `p=none`; one that asks for something unknown does
 * too, but only where it says where reports go (RFC 9989, 4.7 and 4.10.1).
 */
function isPolicy(text: string): boolean {
  const { p, sp, np, rua } = tagsOf(text);
  const asked = [p, sp, np].filter((it) => it !== undefined);
  return (
    asked.every((it) => /^(none|quarantine|reject)$/i.test(it)) ||
    (rua ?? "").split(",").some((uri) => /^mailto:[^\s@]+@[^\s@]+$/i.test(uri.trim()))
  );
}

function tagsOf(text: string): Partial<Record<string, string>> {
  const pairs = text.split(";").map((pair) => pair.split("="));
  return Object.fromEntries(
    pairs.map(([name = "", ...value]) => [name.trim().toLowerCase(), value.join("=").trim()]),
  );
}

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
