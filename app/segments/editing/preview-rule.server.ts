import type { PrismaClient } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { findUnanswerable, type RuleProblem } from "../answerable";
import { readMembers, type ShownMember } from "../members/shown-members.server";
import { pathOf, SegmentRule } from "../segment";
import { loadAnswerable } from "./answerable-store.server";
import { findMatches } from "./find-matches.server";

export type RulePreview =
  | { readonly kind: "counted"; readonly count: number; readonly examples: readonly ShownMember[] }
  /** It took too long to say at once. */
  | { readonly kind: "slow" }
  | { readonly kind: "invalid"; readonly problems: readonly RuleProblem[] };

const TIMEOUT_MS = 5_000;

/** How many customers a rule finds now, and the five of them who ordered last. Nothing is stored. */
export async function previewRule(
  shopId: ShopId,
  segmentId: string | null,
  told: unknown,
  { db, keyring, now }: { db: PrismaClient; keyring: Pick<Keyring, "open">; now: () => Date },
): Promise<RulePreview> {
  const parsed = SegmentRule.safeParse(told);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => ({
      path: pathOf(path),
      message,
    }));
    return { kind: "invalid", problems };
  }
  const rule = parsed.data;
  const problems = findUnanswerable(rule, await loadAnswerable(db, shopId, rule, segmentId), now());
  if (problems.length > 0) return { kind: "invalid", problems };
  const found = await findMatches(db, shopId, rule, { now: now(), timeoutMs: TIMEOUT_MS });
  if (found === null) return { kind: "slow" };
  const examples = await readMembers(db, shopId, found.profileIds, { keyring });
  return { kind: "counted", count: found.count, examples };
}
