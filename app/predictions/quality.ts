import { z } from "zod";

/** What is missing before a model can be trained or evaluated, and how much of it. */
export const Missing = z.object({
  what: z.enum([
    "buyers",
    "non_buyers",
    "customers",
    "days",
    "returns",
    "variation",
    "clicks",
    "visitors",
    "clickers",
    "emails",
    "held_out",
    "held_out_buyers",
  ]),
  have: z.number(),
  need: z.number(),
});
export type Missing = z.infer<typeof Missing>;

const CandidateSchema = z.object({
  name: z.string(),
  isChosen: z.boolean(),
  metrics: z.record(z.string(), z.number()),
});

/** 1 − the model's loss divided by its baseline's, on the held-out window; `error` is its standard error. */
export const Skill = z.object({ skill: z.number(), error: z.number() });
export type Skill = z.infer<typeof Skill>;

/** The data for a horizon's back-test charts; predictions-summary.ts explains each number. */
export const HorizonBackTest = z.object({
  days: z.number(),
  missing: Missing.nullable(),
  measured: z
    .object({
      calibration: z.array(
        z.object({
          forecast: z.number(),
          observed: z.number(),
          low: z.number(),
          high: z.number(),
          customers: z.number(),
        }),
      ),
      gain: z.array(z.object({ customers: z.number(), buyers: z.number() })),
      deciles: z.array(
        z.object({
          decile: z.number(),
          customers: z.number(),
          buyers: z.number(),
          forecastRate: z.number(),
          observedRate: z.number(),
          lift: z.number(),
        }),
      ),
      candidates: z.array(CandidateSchema),
      customers: z.number(),
      buyers: z.number(),
    })
    .nullable(),
});
export type HorizonBackTest = z.infer<typeof HorizonBackTest>;

/** Uplift only: the people it was measured on, and the Qini of the better learner per 1,000 people with its 95% interval. */
const UpliftEvidence = z.object({
  verdict: z.enum(["uplift", "response", "not_distinguishable"]),
  learner: z.enum(["tLearner", "sLearner"]),
  heldOut: z.number().int(),
  heldOutBuyers: z.number().int(),
  treated: z.number().int(),
  treatedBuyers: z.number().int(),
  qini: z.number(),
  low: z.number(),
  high: z.number(),
  /** Customers with a smaller estimated effect are unlikely to be influenced, in [0, 1); 0 for other verdicts than `uplift`. */
  cutoff: z.number(),
});
export type UpliftEvidence = z.infer<typeof UpliftEvidence>;

/** Column `model.quality` of the stage's models. */
export const Quality = z.object({
  /** Whether it was trained on the shop, or contains general defaults. */
  source: z.enum(["shop", "prior"]),
  /** Number of customers it was trained on. */
  customers: z.number().int(),
  /** The held-out window: its first day since 1970-01-01, its length, and the number of customers. */
  window: z.object({ fromDay: z.number(), days: z.number(), customers: z.number() }).nullable(),
  candidates: z.array(CandidateSchema),
  decidedBy: z.object({ metric: z.string(), lowerIsBetter: z.boolean() }).nullable(),
  skill: Skill.nullable(),
  missing: Missing.nullable(),
  /** Intent only: one per horizon. */
  horizons: z.array(HorizonBackTest),
  /** Uplift only; null with too little data. */
  uplift: UpliftEvidence.nullable().default(null),
  /** Set on a model that was retained because a newer fit did worse. */
  kept: z.object({ at: z.string(), skill: z.number().nullable() }).nullable(),
});
export type Quality = z.infer<typeof Quality>;

/** The quality of a model that was not evaluated, or only partly. */
export const NOT_EVALUATED: Quality = {
  source: "prior",
  customers: 0,
  window: null,
  candidates: [],
  decidedBy: null,
  skill: null,
  missing: null,
  horizons: [],
  uplift: null,
  kept: null,
};

/** Whether a model beat its baseline significantly (two standard errors). */
export function isProven({ skill }: Pick<Quality, "skill">): boolean {
  return skill !== null && skill.skill > 2 * skill.error;
}

/** Whether a fit did significantly worse than the previous one, each relative to its baseline on its own held-out window. */
export function isWorse(next: Pick<Quality, "skill">, previous: Pick<Quality, "skill">): boolean {
  if (previous.skill === null) return false;
  // A fit that could be evaluated before but not now has lost its data.
  if (next.skill === null) return true;
  const error = Math.hypot(next.skill.error, previous.skill.error);
  return next.skill.skill < previous.skill.skill - 2 * error;
}

/** The skill of a model over its baseline by their losses on the same rows, with its standard error from the differences. */
export function skillOf(losses: ArrayLike<number>, baseline: ArrayLike<number>): Skill | null {
  const rows = losses.length;
  const differences = Float64Array.from(
    { length: rows },
    (_, row) => (baseline[row] ?? 0) - (losses[row] ?? 0),
  );
  const sum = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0);
  const base = sum(baseline);
  if (rows < 2 || base <= 0) return null;
  const mean = sum(differences) / rows;
  const variance = sum(differences.map((it) => (it - mean) ** 2)) / (rows - 1);
  return { skill: (mean * rows) / base, error: (Math.sqrt(variance / rows) * rows) / base };
}

/** Negative log probability of each outcome, one per row. */
export function logLossesOf(chances: ArrayLike<number>, labels: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: labels.length }, (_, row) => {
    const chance = chances[row] ?? 0;
    return -Math.log(Math.max(1e-15, labels[row] === 1 ? chance : 1 - chance));
  });
}
