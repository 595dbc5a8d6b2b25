import { z } from "zod";
import { HOLDOUT_CHOICES } from "~/experiments/holdout-settings";
import { addDays } from "~/lib/calendar-day";
import { addSums, adjustedMean, NO_SUMS, pooledSlope } from "~/ml/experiments/adjusted-difference";
import { Z_95 } from "~/ml/numerics/normal-distribution";
import { expectAnswer, type MeasurementProgress } from "./answer-date";
import {
  experimentsOf,
  comparisonOf,
  LiftVariant,
  WINDOW_DAYS,
  type LiftComparison,
  type LiftDay,
  type LiftSource,
  type WindowDays,
} from "./lift-days";
import { measureLooks, type LiftLook } from "./lift-looks";
import { measureRevenueLift } from "./revenue-lift";

const Look = z.object({
  incrementalMinor: z.number(),
  lowMinor: z.number(),
  highMinor: z.number(),
  standardErrorMinor: z.number(),
  chancePositive: z.number(),
  priorMinor: z.number(),
  people: z.number(),
  revenueMinor: z.number(),
  holdoutPeople: z.number(),
  from: z.string(),
  to: z.string(),
  fraction: z.number(),
  /** Revenue attributed to emails sent on these days. */
  attributedMinor: z.number(),
});

/** What is known about the effect of one flow or campaign, or of all, in one window. */
export const LiftAnswer = z.object({
  /** `total`: all flows and campaigns; `all_email`, `baseline`: everyone against that group. */
  of: z.enum(["total", "all_email", "baseline", "source"]),
  flowId: z.string(),
  campaignId: z.string(),
  windowDays: z.literal(WINDOW_DAYS),
  /** People whose window has ended, in both variants. */
  people: z.number(),
  /** Why there is no result at all; null: there is one, or there will be. */
  problem: z
    .union([
      z.object({ kind: z.literal("no_holdout") }),
      z.object({
        kind: z.literal("unbalanced"),
        expectedHoldout: z.number(),
        holdout: z.number(),
      }),
    ])
    .nullable(),
  current: Look.nullable(),
  finished: Look.nullable(),
  /**
   * When the running measurement ends; null: beyond three years. Of the total: at each holdout rate. Of the baseline: at
   * the current size of that group.
   */
  expected: z.array(z.object({ rate: z.number(), day: z.string().nullable() })),
  /** Of the baseline: mean revenue of a customer in each group, with a 95% interval; groups without people are missing. */
  groups: z.array(
    z.object({
      group: z.enum(["no_email", "baseline", "optimized"]),
      people: z.number(),
      meanMinor: z.number(),
      lowMinor: z.number(),
      highMinor: z.number(),
    }),
  ),
});
export type LiftAnswer = z.infer<typeof LiftAnswer>;

/** Revenue attributed to the emails of a day. */
export interface AttributedDay extends LiftSource {
  readonly day: string;
  readonly grossMinor: number;
  readonly refundedMinor: number;
}

interface AnswerOptions {
  /** Today in the shop's time zone, YYYY-MM-DD. */
  readonly today: string;
  /** The current holdout rate of flows, in [0, 0.5]. */
  readonly holdoutRate: number;
  /** The current share of the baseline group, in [0, 0.3]. */
  readonly baselineRate: number;
  /** Whether a live flow has its own holdout rate above 0. */
  readonly someFlowHoldsOut: boolean;
  readonly attributed: readonly AttributedDay[];
}

/** Answers for the total, for all email, for the baseline group and for each flow and campaign, in each window. */
export function answerLift(days: readonly LiftDay[], options: AnswerOptions): LiftAnswer[] {
  return WINDOW_DAYS.flatMap((windowDays) => {
    const own = days.filter((it) => it.windowDays === windowDays);
    const rowsOf = (comparison: LiftComparison) =>
      own.filter((it) => comparisonOf(it) === comparison);
    const sources = rowsOf("source");
    const groups = Map.groupBy(sources, ({ flowId, campaignId }) => `${flowId}|${campaignId}`);
    const answers = [...groups.values()].map((rows) =>
      answerOf("source", rows, windowDays, options),
    );
    const ofGroup = (of: "all_email" | "baseline") => {
      const rows = rowsOf(of);
      return rows.length > 0 ? [answerOf(of, rows, windowDays, options)] : [];
    };
    return [
      answerOf("total", sources, windowDays, options),
      ...ofGroup("all_email"),
      ...ofGroup("baseline"),
      ...answers.sort((a, b) => b.people - a.people),
    ];
  });
}

function answerOf(
  of: LiftAnswer["of"],
  rows: readonly LiftDay[],
  windowDays: WindowDays,
  options: AnswerOptions,
): LiftAnswer {
  const { today, holdoutRate, someFlowHoldsOut, attributed } = options;
  const { flowId, campaignId } = (of === "source" && rows[0]) || { flowId: "", campaignId: "" };
  const lift = measureRevenueLift(experimentsOf(rows));
  // Before the first window has ended, a holdout has no rows yet.
  const isWaiting = rows.length === 0 && (holdoutRate > 0 || someFlowHoldsOut);
  const isBroken = !isWaiting && (lift.kind === "no_holdout" || lift.kind === "unbalanced");
  const last = addDays(today, -windowDays - 1);
  const looks = isBroken ? { current: null, finished: null } : measureLooks(rows, last);
  const withAttributed = (look: LiftLook | null) => {
    if (!look) return null;
    const own = attributed.filter(
      (it) =>
        (of === "source"
          ? it.flowId === flowId && it.campaignId === campaignId
          : comparisonOf(it) === "source") &&
        it.day >= look.from &&
        it.day <= look.to,
    );
    return {
      ...look,
      attributedMinor: own.reduce((sum, it) => sum + it.grossMinor - it.refundedMinor, 0),
    };
  };
  const current = withAttributed(looks.current);
  const finished = withAttributed(looks.finished);
  const since = current ? rows.filter(({ day }) => day >= current.from) : [];
  return {
    ...{ of, flowId, campaignId, windowDays, current, finished },
    people: rows.reduce((sum, { people }) => sum + people, 0),
    problem: isBroken ? lift : null,
    expected: current ? expectedOf(of, progressOf(since, current, windowDays), options) : [],
    groups: of === "baseline" ? measureGroups(rows) : [],
  };
}

const GROUP_OF = { no_email: "no_email", holdout: "baseline", treated: "optimized" } as const;

/** The mean revenue of each group, adjusted for the forecast so that groups are comparable. */
function measureGroups(rows: readonly LiftDay[]): LiftAnswer["groups"] {
  const slope = pooledSlope(experimentsOf(rows));
  const all = rows.reduce(addSums, NO_SUMS);
  const sums = Map.groupBy(rows, ({ variant }) => variant);
  return LiftVariant.options.toReversed().flatMap((variant) => {
    const own = (sums.get(variant) ?? []).reduce(addSums, NO_SUMS);
    if (own.people === 0) return [];
    const { mean, error } = adjustedMean(own, slope, all.predicted / all.people);
    return [
      {
        ...{ group: GROUP_OF[variant], people: own.people, meanMinor: mean },
        ...{ lowMinor: Math.max(0, mean - Z_95 * error), highMinor: mean + Z_95 * error },
      },
    ];
  });
}

function expectedOf(
  of: LiftAnswer["of"],
  progress: MeasurementProgress,
  { holdoutRate, baselineRate }: AnswerOptions,
): LiftAnswer["expected"] {
  if (of === "total") return expectAnswers(progress, holdoutRate);
  if (of !== "baseline" || baselineRate <= 0) return [];
  return [{ rate: baselineRate, day: expectAnswer(progress, baselineRate) }];
}

/** At the current holdout rate, and at the higher ones that bring the answer earlier. */
function expectAnswers(progress: MeasurementProgress, holdoutRate: number): LiftAnswer["expected"] {
  if (holdoutRate <= 0) return [];
  const now = { rate: holdoutRate, day: expectAnswer(progress, holdoutRate) };
  const higher = HOLDOUT_CHOICES.filter((rate) => rate > holdoutRate)
    .map((rate) => ({ rate, day: expectAnswer(progress, rate) }))
    .filter(({ day }) => day !== null && (now.day === null || day < now.day));
  return [now, ...higher];
}

/** Recent days show how many people will come. */
const RATE_DAYS = 28;

function progressOf(
  rows: readonly LiftDay[],
  { fraction, from, to }: NonNullable<LiftAnswer["current"]>,
  windowDays: WindowDays,
): MeasurementProgress {
  const seen = experimentsOf(rows.filter(({ day }) => day <= to));
  const compared = seen.filter((it) => it.holdout.people > 0);
  const treated = compared.reduce((sum, it) => sum + it.treated.people, 0);
  const spread = compared.reduce(
    (sum, it) =>
      sum + (it.treated.people * (it.treated.people + it.holdout.people)) / it.holdout.people,
    0,
  );
  const first = addDays(to, 1 - RATE_DAYS) > from ? addDays(to, 1 - RATE_DAYS) : from;
  const recent = rows.filter(
    ({ day, variant }) => variant !== "no_email" && day >= first && day <= to,
  );
  const days = (Date.parse(to) - Date.parse(first)) / 86_400_000 + 1;
  const peoplePerDay = recent.reduce((sum, { people }) => sum + people, 0) / days;
  return { fraction, treated, spread, peoplePerDay, to, windowDays };
}
