import {
  bestHourOf,
  fitStrength,
  HOURS,
  scaleToLevel,
  updateHourRates,
  type BestHour,
  type HourCell,
  type HourCounts,
  type HourRates,
} from "./hour-rates";

/** One row per person. */
export interface PersonHours {
  /** Persons × 24, row-major; see `HourCounts`. */
  readonly responses: ArrayLike<number>;
  readonly exposures: ArrayLike<number>;
  /** The segment of each person. */
  readonly segmentOf: ArrayLike<number>;
  /** Number of segments, ≥ 1. */
  readonly segments: number;
}

/** Plain values, so that a fitted model can be stored. */
export interface BestHourModel {
  readonly store: HourRates;
  readonly segments: readonly HourRates[];
  /** Number of exposures at which a person's own responses weigh as much as the segment's rates. */
  readonly personStrength: number;
}

/** Number of cells used to fit the strength. */
const MAX_CELLS = 20_000;

/**
 * Fits response rates by hour of the day for a store, its segments and its people, each shrunk toward its parent: a
 * Beta per hour, with the strength of maximum likelihood. A rate is responses over exposures at that hour, so an hour
 * without emails does not count as bad; its data comes from emails sent at random hours.
 *
 * - A. Gelman et al. Bayesian data analysis, 3rd edition, 5.3 (hierarchical Beta). 2013.
 *
 * Cost: time O(persons × 24), memory O(segments × 24 + cells).
 */
export function fitBestHour(persons: PersonHours): BestHourModel {
  const bySegment = Array.from({ length: persons.segments }, emptyCounts);
  const ofStore = emptyCounts();
  for (let person = 0; person < persons.segmentOf.length; person++) {
    add(bySegment[persons.segmentOf[person]!]!, countsOf(persons, person));
  }
  for (const counts of bySegment) add(ofStore, counts);

  const flat = flatRates(ofStore);
  const storeStrength = fitStrength(cellsOf(flat, ofStore));
  const store = updateHourRates(flat, ofStore, storeStrength);
  const segmentStrength = fitStrength(bySegment.flatMap((counts) => cellsOf(store, counts)));
  const segments = bySegment.map((counts) => {
    // A segment's own data must not influence its prior.
    const others = updateHourRates(flat, difference(ofStore, counts), storeStrength);
    return updateHourRates(others, counts, segmentStrength);
  });
  return { store, segments, personStrength: fitPersonStrength(persons, segments) };
}

/**
 * The posterior of a person's rates.
 * @param segment the person's segment, as when fitting
 */
export function hourRatesOf(model: BestHourModel, segment: number, own: HourCounts): HourRates {
  return updateHourRates(model.segments[segment] ?? model.store, own, model.personStrength);
}

export interface ClaimedHour extends BestHour {
  /** The widest level at which this hour already stands out. */
  readonly level: "person" | "segment" | "store";
}

/**
 * The best hour to email a person: from the person's own rates if an hour stands out, else the segment's, else the
 * store's.
 *
 * @returns null if nothing can be claimed: at every level the interval of the gain includes 0
 */
export function claimBestHour(
  model: BestHourModel,
  segment: number,
  own: HourCounts,
  confidence = 0.95,
): ClaimedHour | null {
  const claims = [
    { ...bestHourOf(hourRatesOf(model, segment, own), confidence), level: "person" as const },
    ...claimsOfGroups(model, segment, confidence),
  ].filter(({ gainLow }) => gainLow > 0);
  const [nearest] = claims;
  if (!nearest) return null;
  const widest = claims.findLast(({ hour }) => hour === nearest.hour) ?? nearest;
  return { ...nearest, level: widest.level };
}

/** Cached per model: it is equal for a whole segment, and most of the work. */
const groupClaims = new WeakMap<BestHourModel, Map<string, readonly ClaimedHour[]>>();

function claimsOfGroups(
  model: BestHourModel,
  segment: number,
  confidence: number,
): readonly ClaimedHour[] {
  const known = groupClaims.get(model) ?? new Map<string, readonly ClaimedHour[]>();
  groupClaims.set(model, known);
  const key = `${segment} ${confidence}`;
  const claims = known.get(key) ?? [
    { ...bestHourOf(model.segments[segment] ?? model.store, confidence), level: "segment" },
    { ...bestHourOf(model.store, confidence), level: "store" },
  ];
  known.set(key, claims);
  return claims;
}

function fitPersonStrength(persons: PersonHours, segments: readonly HourRates[]): number {
  const cells: HourCell[] = [];
  const every = Math.ceil((persons.segmentOf.length * HOURS) / (4 * MAX_CELLS));
  for (let person = 0; person < persons.segmentOf.length; person += Math.max(1, every)) {
    if (cells.length >= MAX_CELLS) break;
    cells.push(...cellsOf(segments[persons.segmentOf[person]!]!, countsOf(persons, person)));
  }
  return fitStrength(cells);
}

/** The hours with any data. */
function cellsOf(parent: HourRates, counts: HourCounts): HourCell[] {
  return scaleToLevel(parent, counts).means.flatMap((mean, hour) =>
    counts.exposures[hour]! > 0
      ? [{ responses: counts.responses[hour]!, exposures: counts.exposures[hour]!, mean }]
      : [],
  );
}

function countsOf({ responses, exposures }: PersonHours, person: number): HourCounts {
  const row = (from: ArrayLike<number>) =>
    Float64Array.from({ length: HOURS }, (_, hour) => from[person * HOURS + hour]!);
  return { responses: row(responses), exposures: row(exposures) };
}

/** The overall rate for every hour; nothing without exposures. */
function flatRates({ responses, exposures }: SummedCounts): HourRates {
  const sum = (counts: Float64Array) => counts.reduce((total, count) => total + count, 0);
  const a = sum(responses) + 0.5;
  const b = sum(exposures) - sum(responses) + 0.5;
  return { betas: Array.from({ length: HOURS }, () => ({ a, b })), levelError: 1 / Math.sqrt(a) };
}

interface SummedCounts extends HourCounts {
  readonly responses: Float64Array;
  readonly exposures: Float64Array;
}

function emptyCounts(): SummedCounts {
  return { responses: new Float64Array(HOURS), exposures: new Float64Array(HOURS) };
}

function add(to: SummedCounts, counts: HourCounts): void {
  for (let hour = 0; hour < HOURS; hour++) {
    to.responses[hour]! += counts.responses[hour]!;
    to.exposures[hour]! += counts.exposures[hour]!;
  }
}

function difference(all: SummedCounts, part: SummedCounts): HourCounts {
  return {
    responses: all.responses.map((count, hour) => count - part.responses[hour]!),
    exposures: all.exposures.map((count, hour) => count - part.exposures[hour]!),
  };
}
