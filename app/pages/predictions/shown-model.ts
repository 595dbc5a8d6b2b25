import { startOfDay } from "~/predictions/history/shop-history";
import type { ModelKind, ModelVerdict, ShownModel } from "~/predictions/predictions-summary";
import { isProven, type Quality } from "~/predictions/quality";

interface StoredModel {
  readonly kind: ModelKind;
  readonly trainedAt: Date;
  readonly quality: Quality;
}

/** A model for the page: its back-test, or what is missing. */
export function toShownModel({ kind, trainedAt, quality }: StoredModel): ShownModel {
  const { source, window, candidates, kept } = quality;
  return {
    kind,
    source,
    trainedAt: trainedAt.toISOString(),
    measuredOn: window?.customers ?? 0,
    window: window && { from: startOfDay(window.fromDay).toISOString(), days: window.days },
    candidates,
    verdict: verdictOf(quality),
    isRetained: kept !== null,
  };
}

function verdictOf(quality: Quality): ModelVerdict {
  const { skill, missing } = quality;
  if (missing) return { kind: "missing", missing };
  if (!skill) return { kind: "not_compared" };
  const change = Math.abs(skill.skill);
  if (isProven(quality)) return { kind: "better", change };
  return { kind: skill.skill < -2 * skill.error ? "worse" : "similar", change };
}
