import { z } from "zod";
import type { DmarcAnswer } from "./dmarc";

/** A record to set at the domain's DNS provider. */
export const DnsRecord = z.object({
  purpose: z.enum(["ownership", "dkim", "return_path", "dmarc"]),
  type: z.string(),
  name: z.string(),
  value: z.string(),
  /** Of an MX record. */
  priority: z.number().nullable(),
  /** Whether it was found, by the mail provider or in the DNS; null: nobody could look. */
  isFound: z.boolean().nullable(),
  /** What stands in the DNS, where that was looked up. */
  answer: z.string().nullable().default(null),
});
export type DnsRecord = z.infer<typeof DnsRecord>;

/** `unchecked`: the provider cannot be asked; `lost`: it was verified once. */
export const DomainStatus = z.enum(["unchecked", "missing", "pending", "verified", "lost"]);
export type DomainStatus = z.infer<typeof DomainStatus>;

/** What a provider says of a domain. */
export type DomainAnswer =
  | {
      readonly kind: "known";
      readonly providerId: string;
      readonly isVerified: boolean;
      readonly createdAt: Date;
      readonly records: readonly DnsRecord[];
    }
  | { readonly kind: "unknown" }
  /** This way of sending has nobody to ask: the proof in the DNS stands for what a provider would say. */
  | { readonly kind: "not_asked" }
  /** It cannot be asked, or not with this key. */
  | { readonly kind: "unavailable"; readonly detail: string };

/** Where a provider is asked about domains. Says what became of a call and does not throw. */
export interface DomainProvider {
  find(domain: string): Promise<DomainAnswer>;
  add(domain: string): Promise<DomainAnswer>;
  /** Has the provider look at the DNS now; what it finds is told later. */
  verify(providerId: string): Promise<void>;
}

/** What is known of a domain at a check, beside how it stood. */
export interface DomainFacts {
  readonly answer: DomainAnswer;
  readonly dmarc: DmarcAnswer["kind"];
  /** Whether the shop's record of ownership was found; null: nobody could look. */
  readonly hasProof: boolean | null;
  /** Whether the domain is the shop's, by this check or one before. */
  readonly isOwn: boolean;
}

/**
 * How a domain stands after an answer. One that was verified and is not any
 * more is lost. Without a DMARC policy it is not ready, whatever the provider
 * says: Gmail, Yahoo and Outlook refuse bulk mail from it.
 */
export function nextStatus(
  before: DomainStatus | null,
  { answer, dmarc, hasProof, isOwn }: DomainFacts,
): DomainStatus {
  if (answer.kind === "unavailable") return before ?? "unchecked";
  if (answer.kind === "not_asked") {
    if (hasProof === null) return before ?? "unchecked";
    return hasProof ? "unchecked" : isOwn ? "lost" : "missing";
  }
  if (answer.kind === "known" && answer.isVerified && dmarc !== "none") return "verified";
  if (before === "verified" || before === "lost") return "lost";
  return answer.kind === "known" ? "pending" : "missing";
}

/**
 * Whether email may leave from a domain: only from one that the shop proved to be its own. Whether its records are
 * right is left to the provider where that cannot be asked: it refuses what it does not know.
 */
export function mayBeSentFrom(
  found: { readonly isOwn: boolean; readonly status: DomainStatus } | null,
): boolean {
  return (
    found !== null && found.isOwn && (found.status === "verified" || found.status === "unchecked")
  );
}

const HOUR_MS = 3_600_000;

/** How soon a domain is looked at again. */
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

/** A domain that the provider has known for longer has sent before. */
const NEW_FOR_MS = 30 * 24 * HOUR_MS;

/** From when a domain that was just verified warms up; null: it need not. */
export function warmUpFrom(createdAt: Date, now: Date): Date | null {
  return now.getTime() - createdAt.getTime() < NEW_FOR_MS ? now : null;
}

/** The record by which a shop proves that a domain is its own: only who has the domain can set it. */
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

/** The record by which a domain says what to do with mail that only pretends to be from it. Receivers of bulk mail ask for one. */
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
