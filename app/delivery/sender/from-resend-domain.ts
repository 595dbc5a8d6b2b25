import { z } from "zod";
import { redactAddresses } from "../email";
import { dmarcRecord, type DnsRecord, type DomainAnswer } from "../sending-domain";

const ResendRecord = z.object({
  record: z.string(),
  name: z.string(),
  type: z.string(),
  value: z.string(),
  status: z.string().default(""),
  priority: z.number().nullish(),
});

const ResendDomain = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  status: z.string(),
  created_at: z.coerce.date(),
  records: z.array(ResendRecord).default([]),
});

const PURPOSES: Readonly<Record<string, DnsRecord["purpose"]>> = {
  DKIM: "dkim",
  SPF: "return_path",
};

/** The SDK's result for a domain. Untrusted: an error is any JSON. */
export interface ResendDomainReply {
  readonly data: unknown;
  readonly error: unknown;
}

/** Translates a domain of Resend. Tracking and receiving records are left out, since neither is used. */
export function fromResendDomain({ data, error }: ResendDomainReply): DomainAnswer {
  if (error !== null && error !== undefined) return fromError(error);
  const parsed = ResendDomain.safeParse(data);
  if (!parsed.success) return { kind: "unavailable", detail: null };
  const { id, name, status, created_at: createdAt, records } = parsed.data;
  const dnsRecords = records.flatMap((it): DnsRecord[] => {
    const purpose = PURPOSES[it.record];
    if (!purpose) return [];
    const { type, value, priority = null } = it;
    const isFound = it.status === "verified";
    return [{ purpose, type, name: it.name, value, priority, isFound, answer: null }];
  });
  return {
    kind: "known",
    providerId: id,
    isVerified: status === "verified",
    createdAt,
    records: [...dnsRecords, dmarcRecord(name)],
  };
}

const ResendError = z.object({ name: z.string().catch(""), message: z.string().catch("") });

function fromError(error: unknown): DomainAnswer {
  const { name, message } = ResendError.catch({ name: "", message: "" }).parse(error);
  return { kind: "unavailable", detail: redactAddresses(`${name}: ${message}`) };
}
