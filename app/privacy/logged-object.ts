import { z } from "zod";

/** What an entry of the access log is about. */
export interface LoggedObject {
  readonly kind: (typeof KINDS)[number][1];
  readonly id: string;
}

/** Which part of an entry's detail names its object, the one that was acted on first. */
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
  ["requestKey", "data request"],
] as const;

const Detail = z.record(z.string(), z.unknown());

/** Null where an entry is about the shop as a whole. */
export function findLoggedObject(detail: unknown): LoggedObject | null {
  const parts = Detail.safeParse(detail).data ?? {};
  for (const [part, kind] of KINDS) {
    const id = parts[part];
    if (typeof id === "string") return { kind, id };
  }
  return null;
}
