import { z } from "zod";

/** The Admin API's budget, in points of query cost. */
const Throttle = z.object({
  maximumAvailable: z.number(),
  currentlyAvailable: z.number(),
  restoreRate: z.number().positive(),
});

const Body = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        extensions: z.object({ code: z.string().optional() }).optional(),
      }),
    )
    .nullish(),
  extensions: z
    .object({
      cost: z.object({ requestedQueryCost: z.number(), throttleStatus: Throttle }).optional(),
    })
    .optional(),
});

const UserErrors = z.array(
  z.object({
    message: z.string(),
    field: z.array(z.string()).nullish(),
    code: z.string().nullish(),
  }),
);
export type UserError = z.infer<typeof UserErrors>[number];

export type AdminAnswer =
  | { readonly kind: "data"; readonly data: unknown }
  /** Retry after `waitMs`, when the budget will cover the query; null when Shopify gave no time. */
  | { readonly kind: "throttled"; readonly waitMs: number | null }
  | { readonly kind: "denied"; readonly message: string }
  | { readonly kind: "errors"; readonly message: string }
  | { readonly kind: "user_errors"; readonly userErrors: readonly UserError[] }
  | { readonly kind: "unreadable" };

/**
 * Parses the body of a 200 from the Admin API. Throttling and denials are also 200, under `errors`;
 * rejected mutations have `userErrors` beside the result.
 */
export function readAdminAnswer(body: unknown): AdminAnswer {
  const parsed = Body.safeParse(body);
  if (!parsed.success) return { kind: "unreadable" };
  const { data, errors, extensions } = parsed.data;

  if (errors && errors.length > 0) {
    const codes = errors.map((it) => it.extensions?.code);
    const message = errors.map((it) => it.message).join("; ");
    if (codes.includes("THROTTLED")) return { kind: "throttled", waitMs: waitMs(extensions?.cost) };
    if (codes.includes("ACCESS_DENIED")) return { kind: "denied", message };
    return { kind: "errors", message };
  }
  if (!data) return { kind: "unreadable" };
  const userErrors = Object.values(data).flatMap(userErrorsOf);
  return userErrors.length > 0 ? { kind: "user_errors", userErrors } : { kind: "data", data };
}

function waitMs(
  cost: { requestedQueryCost: number; throttleStatus: z.infer<typeof Throttle> } | undefined,
): number | null {
  if (!cost) return null;
  const missing = cost.requestedQueryCost - cost.throttleStatus.currentlyAvailable;
  return Math.max(0, Math.ceil((missing / cost.throttleStatus.restoreRate) * 1000));
}

function userErrorsOf(payload: unknown): UserError[] {
  if (payload === null || typeof payload !== "object" || !("userErrors" in payload)) return [];
  const parsed = UserErrors.safeParse(payload.userErrors);
  return parsed.success ? parsed.data : [];
}
