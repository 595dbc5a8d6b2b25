import { readPolicy, type DmarcAnswer, type LookUpTxt } from "./dmarc";
import type { DnsRecord } from "./sending-domain";

/**
 * Looks up a domain's BIMI record, which names the logo that inboxes show: at the domain, then at those above it.
 *
 * @see https://datatracker.ietf.org/doc/draft-brand-indicators-for-message-identification/
 */
export async function lookUpBimi(domain: string, lookUp: LookUpTxt): Promise<DmarcAnswer> {
  for (const name of namesToQuery(domain)) {
    const answer = await lookUp(`default._bimi.${name}`);
    if (answer.kind === "unavailable") return answer;
    const records = answer.kind === "found" ? answer.texts.filter(isBimiRecord) : [];
    const [text] = records;
    if (text !== undefined && records.length === 1) return { kind: "found", text };
  }
  return { kind: "none" };
}

/** A domain and the two above it; a top-level domain has no logo. */
function namesToQuery(domain: string): string[] {
  const labels = domain.split(".");
  return labels.slice(0, Math.min(3, labels.length - 1)).map((_, i) => labels.slice(i).join("."));
}

const isBimiRecord = (text: string): boolean => /^v[ \t]*=[ \t]*BIMI1[ \t]*(;|$)/.test(text);

/** What a merchant would publish; the files' addresses are examples. */
export function bimiRecord(domain: string): DnsRecord {
  return {
    purpose: "bimi",
    type: "TXT",
    name: `default._bimi.${domain}`,
    value: `v=BIMI1; l=https://${domain}/logo.svg; a=https://${domain}/logo.pem`,
    priority: null,
    isFound: null,
    answer: null,
  };
}

/** Whether inboxes can show a domain's logo. Null: not looked up. */
export interface LogoReadiness {
  /** The DMARC policy rejects or quarantines forged email, which BIMI requires. */
  readonly hasStrictPolicy: boolean | null;
  /** The record names a logo. */
  readonly hasLogo: boolean | null;
  /** The record names a certificate (VMC or CMC), without which Gmail and Apple Mail show no logo. */
  readonly hasCertificate: boolean | null;
  /** The DKIM records were found; without them Apple registers no logo. Null: not looked up, or the provider's own. */
  readonly isSigned: boolean | null;
  readonly record: DnsRecord;
}

/** Assesses a domain's records as they were found last. */
export function assessLogo(domain: string, records: readonly DnsRecord[]): LogoReadiness {
  const of = (purpose: DnsRecord["purpose"]) => records.find((it) => it.purpose === purpose);
  const policy = of("dmarc");
  const record = of("bimi") ?? bimiRecord(domain);
  const tags = record.answer === null ? null : readPolicy(record.answer);
  return {
    hasStrictPolicy: policy?.isFound ? isStrict(policy.answer ?? "") : (policy?.isFound ?? null),
    hasLogo: tags ? /^https:\/\/\S+\.svgz?(\?\S*)?$/i.test(tags.l ?? "") : record.isFound,
    hasCertificate: tags ? /^https:\/\/\S+$/i.test(tags.a ?? "") : record.isFound,
    isSigned: isEveryFound(records.filter(({ purpose }) => purpose === "dkim")),
    record,
  };
}

/** Null without records, or before the first look-up. */
function isEveryFound(records: readonly DnsRecord[]): boolean | null {
  const isUnknown = records.length === 0 || records.some(({ isFound }) => isFound === null);
  return isUnknown ? null : records.every(({ isFound }) => isFound);
}

/** A policy in test mode, or one that leaves out a share of the email or the subdomains, is not strict. */
function isStrict(policy: string): boolean {
  const { p, sp, t, pct } = readPolicy(policy);
  return (
    /^(quarantine|reject)$/i.test(p ?? "") &&
    !/^none$/i.test(sp ?? "") &&
    !/^y$/i.test(t ?? "") &&
    (pct === undefined || pct === "100")
  );
}
