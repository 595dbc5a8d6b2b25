import { z } from "zod";
import { isAddress } from "~/delivery/email";

const SuppressionEvent = z.object({
  type: z.enum(["suppression.added", "suppression.removed"]),
  created_at: z.coerce.date().min(new Date("2000-01-01")).max(new Date("2100-01-01")),
  data: z.object({
    email: z.string().max(320).refine(isAddress),
    origin: z.enum(["bounce", "complaint", "manual"]),
  }),
});

/** A change of Resend's suppression list, which all shops share. */
export interface ListedAddress {
  readonly kind: "added" | "removed";
  readonly address: string;
  readonly origin: "bounce" | "complaint" | "manual";
  readonly at: Date;
}

/** @returns the change of Resend's list, or null for other events */
export function readListedAddress(body: unknown): ListedAddress | null {
  const parsed = SuppressionEvent.safeParse(body);
  if (!parsed.success) return null;
  const { type, created_at: at, data } = parsed.data;
  const kind = type === "suppression.added" ? "added" : "removed";
  return { kind, address: data.email, origin: data.origin, at };
}
