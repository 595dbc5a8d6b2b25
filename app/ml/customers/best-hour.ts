import {
  bestHourOf,
  fitStrength,
  HOURS,
  levelled,
  updateHourRates,
  type BestHour,
  type HourCell,
  type HourCounts,
  type HourRates,
} from "./hour-rates";

/** One row a person. */
export interface PersonHours {
  /** Persons × 24, row-major; see `HourCounts`. */
  readonly responses: ArrayLike<number>;
  readonly exposures: ArrayLike<number>;
  /** The segment of each person. */
  readonly segmentOf: ArrayLike<number>;
  /** Number of segments, ≥ 1. */
  readonly segments: number;
}

/** Plain values: a fitted model can be stored. */
export interface BestHourModel {
  readonly store: HourRates;
  readonly segments: readonly HourRates[];
  /** Exposures at which a person's own responses weigh as much as the segment's rates. */
  readonly personStrength: number;
}

/** Cells that the persons' strength is fitted on. */
const MAX_CELLS = 20_000;

/**
 * Fits response rates by hour of the day for a store, its segments and its persons, each shrunk
 * towards the one above it: a Beta an hour, whose strength is what makes the responses likeliest.
 * A rate is responses over exposures at that hour, so an hour at which nobody is written to is not
 * taken for a bad one; what is known of it comes from the emails sent at random hours.
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
    // What a segment has seen must not come back to it as what the store believes.
    const others = updateHourRates(flat, difference(ofStore, counts), storeStrength);
    return updateHourRates(others, counts, segmentStrength);
  });
  return { store, segments, personStrength: fitPersonStrength(persons, segments) };
}

/** What is believed of a person's rates. @param segment the person's, as it was when fitting */
export function hourRatesOf(model: BestHourModel, segment: number, own: HourCounts): HourRates {
  return updateHourRates(model.segments[segment] ?? model.store, own, model.personStrength);
}

export interface ClaimedHour extends BestHour {
  /** Whose rates are enough to claim it: the widest group of which the same hour stands out. */
  readonly level: "person" | "segment" | "store";
}

/**
 * The hour to write to a person at: by the own rates where they make one stand out, else by the
 * segment's, else by the store's.
 *
 * @returns null where nothing can be claimed: at every level the interval of the gain covers 0
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

/** By model: the same for everybody of a segment, and most of the work of a claim. */
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

/** The hours at which something was seen. */
function cellsOf(parent: HourRates, counts: HourCounts): HourCell[] {
  return levelled(parent, counts).means.flatMap((mean, hour) =>
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

/** The rate of all hours together, the same at each; nothing where there are no exposures. */
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
