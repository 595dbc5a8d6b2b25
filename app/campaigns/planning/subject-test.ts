import { unitHash } from "~/experiments/draw-arm";
import { bestArm } from "~/ml/experiments/test-then-commit";
import type { SubjectTest } from "../campaign";

/** The part of the audience that is planned: those of the test, then the rest. */
export type Phase = "test" | "rest" | "done";

interface Draw {
  readonly shopId: string;
  readonly campaignId: string;
  readonly profileId: string;
}

/**
 * Which subject a profile gets in a phase; null: it belongs to the other phase. A hash draws, so that
 * planning again gives the same.
 *
 * @param chosen the subject that the test chose; null while it runs
 */
export function variantIn(
  phase: Exclude<Phase, "done">,
  test: SubjectTest | null,
  chosen: number | null,
  { shopId, campaignId, profileId }: Draw,
): number | null {
  if (test === null) return 0;
  const place = unitHash(`${shopId}|campaign-test/${campaignId}|${profileId}`);
  const isOfTest = place < test.testShare;
  if (isOfTest !== (phase === "test")) return null;
  if (isOfTest) return place < test.testShare / 2 ? 0 : 1;
  const best = chosen ?? 0;
  const rest = unitHash(`${shopId}|campaign-rest/${campaignId}|${profileId}`);
  return rest < test.minimumShare ? 1 - best : best;
}

/** What came of one subject so far. */
export interface VariantResult {
  readonly sent: number;
  /** People who clicked, robots left out. */
  readonly clicked: number;
}

/** The subject with the higher click rate; the first where they are even. */
export function chooseVariant(results: readonly [VariantResult, VariantResult]): number {
  return bestArm({
    sends: results.map(({ sent }) => sent),
    clicks: results.map(({ clicked }) => clicked),
  });
}
