import { isProven, type Quality } from "../quality";
import type { ModelKind, ShownModel } from "../predictions-summary";
import { startOfDay } from "../history/shop-history";
import { describeMissing } from "./describe-missing";
import { formatShare } from "./feature-words";

const TITLES: Readonly<Record<ModelKind, string>> = {
  intent: "Purchase intent",
  churn: "Staying away",
  lifetime: "Lifetime value",
  next_order: "Next order",
  customer_groups: "Customer groups",
  behavior: "Behavior",
  email_habits: "Best hour and tolerance for email",
};

/** Metric → its meaning, in one sentence. */
export const METRIC_WORDS: Readonly<Record<string, string>> = {
  auc: "How often somebody who ordered was ranked above somebody who did not: 0.5 is chance, 1 is never wrong.",
  logLoss: "How far the chances that were given lie from what came; less is better.",
  brier: "Mean squared distance between chance and outcome; less is better.",
  ece: "Mean distance between the chances that were given and the shares that came; less is better.",
  mae: "Mean distance between what was expected of a customer and what was spent; less is better.",
  maeDays: "Mean distance between the expected day and the day of the order; less is better.",
  expectedMinor: "What all customers together were expected to spend.",
  actualMinor: "What they did spend.",
  correlation: "How well customers are ranked by what they spend: 0 is not at all, 1 is perfectly.",
  coverage: "Share of the outcomes that lay within the interval, which is to hold 80 % of them.",
  silhouette: "How well the groups lie apart: 0 is not at all, 1 is perfectly.",
};

/** A model's baseline, unless it is the best of several. */
const GUESSES: Readonly<Partial<Record<ModelKind, string>>> = {
  intent: "the same chance for all",
  churn: "the same chance for all",
};

interface Stored {
  readonly kind: ModelKind;
  readonly version: number;
  readonly trainedAt: Date;
  readonly quality: Quality;
}

/** A model for the page: its back-test, or what is missing. */
export function describeModel({ kind, version, trainedAt, quality }: Stored): ShownModel {
  const { source, window, candidates, decidedBy, kept } = quality;
  return {
    kind,
    title: TITLES[kind],
    source,
    version,
    trainedAt: trainedAt.toISOString(),
    measuredOn: window?.customers ?? 0,
    window: window && { from: startOfDay(window.fromDay).toISOString(), days: window.days },
    candidates,
    decidedBy,
    verdict: verdictOf(kind, quality),
    retainedBecause: kept
      ? "A newer fit did worse on the last weeks than this one had done: this one stays in use, for four weeks at most."
      : null,
  };
}

function verdictOf(kind: ModelKind, quality: Quality): string {
  const { skill, missing, candidates, source } = quality;
  if (missing) {
    const until =
      source === "shop"
        ? "It is in use, and could not be tried yet."
        : "Until then: what is usual.";
    return `${describeMissing(missing)} ${until}`;
  }
  if (skill) {
    const change = formatShare(Math.abs(skill.skill));
    const guess = GUESSES[kind] ?? "the best simple guess";
    if (isProven(quality)) return `Its error was ${change} less than that of ${guess}.`;
    return skill.skill < -2 * skill.error
      ? `Its error was ${change} more than that of ${guess}: take it with care.`
      : `About as good as ${guess}: the difference of ${change} may be chance.`;
  }
  const silhouette = candidates.find(({ isChosen }) => isChosen)?.metrics.silhouette;
  if (kind === "customer_groups" && silhouette !== undefined) {
    return `The number of groups that lie furthest apart (silhouette ${silhouette.toFixed(2)}).`;
  }
  return kind === "behavior"
    ? "Says what goes together; it forecasts nothing."
    : "Learned from the emails that went out, and drawn to what is usual where little is known.";
}
