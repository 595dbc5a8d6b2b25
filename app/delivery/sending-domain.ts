import { z } from "zod";
import type { DmarcAnswer } from "./dmarc";

/** A DNS record that the merchant must set, or may set ("bimi"). */
export const DnsRecord = z.object({
  purpose: z.enum(["ownership", "dkim", "return_path", "dmarc", "bimi"]),
  type: z.string(),
  name: z.string(),
  value: z.string(),
  /** MX priority. */
  priority: z.number().nullable(),
  /** Whether the provider or the DNS has it; null: unknown. */
  isFound: z.boolean().nullable(),
  /** The value found in the DNS, if looked up. */
  answer: z.string().nullable().default(null),
});
export type DnsRecord = z.infer<typeof DnsRecord>;

/** `unchecked`: the provider cannot be asked; `lost`: it was verified once. */
export const DomainStatus = z.enum(["unchecked", "missing", "pending", "verified", "lost"]);
export type DomainStatus = z.infer<typeof DomainStatus>;

/** A provider's answer about a domain. */
export type DomainAnswer =
  | {
      readonly kind: "known";
      readonly providerId: string;
      readonly isVerified: boolean;
      readonly createdAt: Date;
      readonly records: readonly DnsRecord[];
    }
  | { readonly kind: "unknown" }
  /** This mailer has no domain provider: the DNS proof is enough. */
  | { readonly kind: "not_checked" }
  /** Not available, or not with this key. `detail`: the provider's words; null: its answer cannot be read. */
  | { readonly kind: "unavailable"; readonly detail: string | null };

/** Port to a provider's domains. Reports failures in its result instead of throwing. */
export interface DomainProvider {
  find(domain: string): Promise<DomainAnswer>;
  add(domain: string): Promise<DomainAnswer>;
  /** Asks the provider to check the DNS now; the result comes later. */
  verify(providerId: string): Promise<void>;
}

/** Facts of a domain check. */
export interface DomainFacts {
  readonly answer: DomainAnswer;
  readonly dmarc: DmarcAnswer["kind"];
  /** Whether the ownership record was found; null: unknown. */
  readonly hasProof: boolean | null;
  /** Whether the shop owns the domain, by this check or an earlier one. */
  readonly isOwn: boolean;
}

/**
 * The next status of a domain. A verified domain that no longer is becomes `lost`. Without a DMARC policy it
 * is not ready: Gmail, Yahoo and Outlook refuse bulk email from it.
 */
export function nextStatus(
  before: DomainStatus | null,
  { answer, dmarc, hasProof, isOwn }: DomainFacts,
): DomainStatus {
  if (answer.kind === "unavailable") return before ?? "unchecked";
  if (answer.kind === "not_checked") {
    if (hasProof === null) return before ?? "unchecked";
    return hasProof ? "unchecked" : isOwn ? "lost" : "missing";
  }
  if (answer.kind === "known" && answer.isVerified && dmarc !== "none") return "verified";
  if (before === "verified" || before === "lost") return "lost";
  return answer.kind === "known" ? "pending" : "missing";
}

/**
 * Whether email may be sent from a domain: only if the shop proved ownership. If the provider has no domain
 * check, it refuses wrong records itself.
 */
export function mayBeSentFrom(
  found: { readonly isOwn: boolean; readonly status: DomainStatus } | null,
): boolean {
  return (
    found !== null && found.isOwn && (found.status === "verified" || found.status === "unchecked")
  );
}

const HOUR_MS = 3_600_000;

/** Interval until the next check. */
export function checkAgainMs(status: DomainStatus): number {
  switch (status) {
    case "pending":
      return HOUR_MS / 6;
    case "missing":
    case "lost":
      return HOUR_MS;
    case "verified":
    case "unchecked":
      return 24 * HOUR_MS;
  }
}

/** A domain older than this at the provider has sent before. */
const NEW_FOR_MS = 30 * 24 * HOUR_MS;

/** Start of the warm-up of a newly verified domain; null: not needed. */
export function warmUpFrom(createdAt: Date, now: Date): Date | null {
  return now.getTime() - createdAt.getTime() < NEW_FOR_MS ? now : null;
}

/** The record that proves ownership: only the owner can set it. */
export function ownershipRecord(domain: string, token: string): DnsRecord {
  return {
    purpose: "ownership",
    type: "TXT",
    name: domain,
    value: `kindred=${token}`,
    priority: null,
    isFound: null,
    answer: null,
  };
}

/** The DMARC record that receivers of bulk email require. */
export function dmarcRecord(domain: string): DnsRecord {
  return {
    purpose: "dmarc",
    type: "TXT",
    name: `_dmarc.${domain}`,
    value: "v=DMARC1; p=none;",
    priority: null,
    isFound: null,
    answer: null,
  };
}
