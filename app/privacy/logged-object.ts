import { z } from "zod";

/** The object of an access log entry. */
export interface LoggedObject {
  readonly kind: (typeof KINDS)[number][1];
  readonly id: string;
}

/** The part of an entry's detail that names its object. */
const KINDS = [
  ["flowId", "flow"],
  ["campaignId", "campaign"],
  ["segmentId", "segment"],
  ["messageId", "email"],
  ["customerId", "customer"],
  ["templateId", "template"],
  ["domain", "domain"],
  ["report", "report"],
  ["decisionId", "change"],
  ["plan", "plan"],
  ["requestKey", "data_request"],
] as const;

const Detail = z.record(z.string(), z.unknown());

/** Null for entries about the whole shop. */
export function findLoggedObject(detail: unknown): LoggedObject | null {
  const parts = Detail.safeParse(detail).data ?? {};
  for (const [part, kind] of KINDS) {
    const id = parts[part];
    if (typeof id === "string") return { kind, id };
  }
  return null;
}
