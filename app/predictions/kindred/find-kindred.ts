import { applyScales, fitScales } from "~/ml/regression/standardise";
import type { Portraits, Trait } from "./portray-customers";
import { searchPoints } from "./search-points";

export interface Kindred {
  readonly profileId: string;
  /** Euclidean, over traits in units of their standard deviation; 0 for one who is alike in all. */
  readonly distance: number;
  /** What brings the two together, the largest part first; empty where nothing stands out. */
  readonly shared: readonly SharedTrait[];
}

export interface SharedTrait {
  readonly trait: Trait;
  /** Whether both lie above the shop's mean or both below it. */
  readonly side: "above" | "below";
  /** What it takes off half the squared distance of two who share nothing: a product, > 0. */
  readonly part: number;
}

/** Shared traits that are named. */
const NAMED = 3;
/** Part from which a trait stands out: half a deviation from the mean, on both sides. */
const STANDS_OUT = 0.25;

/**
 * Prepares to find customers like one: the nearest of the same segment, exactly, over traits
 * brought to mean 0 and deviation 1 in the whole shop. A trait that nobody varies in counts
 * nothing.
 *
 * The reasons are exact: |a − b|² = |a|² + |b|² − 2 Σ aₙ bₙ, and aₙ bₙ is the part of trait n.
 *
 * Cost: O(customers × traits) once, a search's preparation once a segment, then one search.
 *
 * @param count how many to find, ≥ 0
 * @returns a search by profile id: nearest first, fewer where the segment has fewer; empty for a
 *   profile that has no portrait
 */
export function prepareKindred(
  { traits, customers }: Portraits,
  count: number,
): (profileId: string) => Kindred[] {
  const width = traits.length;
  const features = Float64Array.from(customers.flatMap(({ values }) => values));
  const scaled = applyScales(fitScales({ features, width }), features);
  const members = customers.map(({ profileId, segment }, row) => ({
    profileId,
    segment,
    point: scaled.subarray(row * width, (row + 1) * width),
  }));
  const memberOf = new Map(members.map((member) => [member.profileId, member]));
  const segments = Map.groupBy(members, ({ segment }) => segment);
  const searches = new Map<string, (member: Member) => Kindred[]>();

  return (profileId) => {
    const member = memberOf.get(profileId);
    if (member === undefined) return [];
    const search =
      searches.get(member.segment) ??
      searchAmong(segments.get(member.segment) ?? [], traits, count);
    searches.set(member.segment, search);
    return search(member);
  };
}

interface Member {
  readonly profileId: string;
  /** Standardised, one number a trait. */
  readonly point: Float64Array;
}

function searchAmong(members: readonly Member[], traits: readonly Trait[], count: number) {
  const values = new Float64Array(members.length * traits.length);
  members.forEach(({ point }, n) => values.set(point, n * traits.length));
  const search = searchPoints({ values, dimensions: traits.length }, count);
  return (member: Member): Kindred[] => {
    const { indices, distances } = search(member.point, members.indexOf(member));
    return Array.from(indices, (index) => members[index])
      .filter((other) => other !== undefined)
      .map(({ profileId, point }, n) => ({
        profileId,
        distance: distances[n] ?? 0,
        shared: sharedTraits(traits, member.point, point),
      }));
  };
}

function sharedTraits(
  traits: readonly Trait[],
  one: Float64Array,
  other: Float64Array,
): SharedTrait[] {
  return traits
    .map((trait, n) => {
      const [a, b] = [one[n] ?? 0, other[n] ?? 0];
      return { trait, side: a > 0 ? ("above" as const) : ("below" as const), part: a * b };
    })
    .filter(({ part }) => part >= STANDS_OUT)
    .sort((a, b) => b.part - a.part)
    .slice(0, NAMED);
}
