import { z } from "zod";
import type { DmarcAnswer } from "./dmarc";

/** A record to set at the domain's DNS provider. */
export const DnsRecord = z.object({
  purpose: z.enum(["dkim", "return_path", "dmarc"]),
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
  /** It cannot be asked, or not with this key. */
  | { readonly kind: "unavailable"; readonly detail: string };

/** Where a provider is asked about domains. Says what became of a call and does not throw. */
export interface DomainDesk {
  find(domain: string): Promise<DomainAnswer>;
  add(domain: string): Promise<DomainAnswer>;
  /** Has the provider look at the DNS now; what it finds is told later. */
  verify(providerId: string): Promise<void>;
}

/**
 * How a domain stands after an answer. One that was verified and is not any
 * more is lost. Without a DMARC policy it is not ready, whatever the provider
 * says: Gmail, Yahoo and Outlook refuse bulk mail from it.
 */
export function nextStatus(
  before: DomainStatus | null,
  answer: DomainAnswer,
  dmarc: DmarcAnswer["kind"],
): DomainStatus {
  if (answer.kind === "unavailable") return before ?? "unchecked";
  if (answer.kind === "known" && answer.isVerified && dmarc !== "none") return "verified";
  if (before === "verified" || before === "lost") return "lost";
  return answer.kind === "known" ? "pending" : "missing";
}

/** Whether mail may leave from a domain. One that cannot be checked is left to the provider, which refuses what it does not know. */
export function mayBeSentFrom(status: DomainStatus): boolean {
  return status === "verified" || status === "unchecked";
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
