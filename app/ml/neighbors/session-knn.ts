import { addScore, type SparseScores } from "../matrices/sparse-scores";
import { clearTopK, createTopK, offerTopK, type TopK } from "../ranking/top-k";

/**
 * Sessions, or profiles' histories, in order. Session `s` is at `offsets[s] … offsets[s + 1] − 1` of `items` and
 * `steps`; steps never decrease, and items of one step (one order) are unordered.
 */
export interface Sessions {
  readonly items: Int32Array;
  readonly steps: Int32Array;
  /** sessions + 1 positions into `items` and `steps`. */
  readonly offsets: Int32Array;
  /** Age of each session in any unit, ≥ 0; all 0 if unknown. */
  readonly ages: Float64Array;
}

export interface SessionKnnOptions {
  /** Number of sessions that vote, ≥ 0. */
  readonly neighbors: number;
  /** Half-life of an item's weight in steps before the end of the current session, > 0. */
  readonly itemHalfLife: number;
  /** Half-life of a past session's weight, > 0. */
  readonly sessionHalfLife: number;
  /** Half-life of a vote in steps from the latest shared item, > 0. */
  readonly voteHalfLife: number;
  /** Weight of a vote for an item before the latest shared item, in [0, 1]. */
  readonly voteBackward: number;
  /** Exponent of a past session's length, by which its similarity is divided: 0.5 is the cosine. */
  readonly lengthPower: number;
  /** Whether an item's similarity weight grows with its rarity. */
  readonly inverseFrequency: boolean;
}

export interface SessionKnn {
  readonly sessions: Sessions;
  /** The sessions of item `i`, each once, latest first, at `starts[i] … starts[i + 1] − 1`. */
  readonly sessionsOfItem: Int32Array;
  readonly starts: Int32Array;
  readonly options: SessionKnnOptions;
  readonly weightOfSession: Float64Array;
  readonly weightOfItem: Float64Array;
  /** The vote by distance in steps, for the nearest. */
  readonly votes: Float64Array;
  readonly scratch: Scratch;
}

interface Scratch {
  readonly similarities: Float64Array;
  readonly latestShared: Int32Array;
  readonly candidates: Int32Array;
  readonly top: TopK;
  /** The last scoring run that visited each item: an item counts once, at its latest position. */
  readonly metIn: Int32Array;
  scoring: number;
}

/** The current session: `steps` never decrease; the last item is the latest. */
export interface RunningSession {
  readonly items: ArrayLike<number>;
  readonly steps: ArrayLike<number>;
}

/**
 * Indexes sessions for `scoreBySessionKnn`. Computes past sessions' weights in advance, so that scoring only sums.
 * Cost: time and memory O(entries + items).
 *
 * @param itemCount items are 0 … itemCount − 1
 * @param sessionsPerItem maximum number of an item's latest sessions to use, ≥ 1
 */
export function indexSessions(
  sessions: Sessions,
  itemCount: number,
  options: SessionKnnOptions,
  sessionsPerItem = Infinity,
): SessionKnn {
  const count = sessions.ages.length;
  const { starts, sessionsOfItem } = invert(sessions, itemCount, sessionsPerItem);
  const weightOfSession = Float64Array.from(sessions.ages, (age, session) => {
    const length = sessions.offsets[session + 1]! - sessions.offsets[session]!;
    return length === 0
      ? 0
      : 2 ** (-age / options.sessionHalfLife) * length ** -options.lengthPower;
  });
  const weightOfItem = Float64Array.from({ length: itemCount }, (_, item) =>
    options.inverseFrequency ? Math.log1p(count / (1 + starts[item + 1]! - starts[item]!)) : 1,
  );
  const scratch = {
    similarities: new Float64Array(count),
    latestShared: new Int32Array(count),
    candidates: new Int32Array(count),
    top: createTopK(Math.min(options.neighbors, count)),
    metIn: new Int32Array(itemCount),
    scoring: 0,
  };
  const votes = Float64Array.from({ length: TABULATED_STEPS }, (_, distance) =>
    decayOf(distance, options.voteHalfLife),
  );
  const weights = { weightOfSession, weightOfItem, votes };
  return { sessions, starts, sessionsOfItem, options, ...weights, scratch };
}

/** Powers take most of the time of scoring, and most votes are near. */
const TABULATED_STEPS = 256;

const decayOf = (steps: number, halfLife: number): number => 2 ** (-steps / halfLife);

/**
 * Scores items by the sessions most similar to the current one.
 *
 * similarity(s) = Σ over items i of both of ½^(steps since i / itemHalfLife) × rarity(i)
 *   × ½^(age(s) / sessionHalfLife) / length(s)^lengthPower
 * score(j) = Σ over the nearest sessions s that have j of similarity(s)
 *   × ½^(steps between j and the latest item of both / voteHalfLife)
 *
 * STAN's three decays, with half-lives instead of its exponentials and optional extra damping of votes for items
 * before the shared item.
 *
 * - D. Garg, P. Gupta, P. Malhotra, L. Vig, G. Shroff. Sequence and time aware neighborhood for
 *   session-based recommendations. SIGIR 2019. doi:10.1145/3331184.3331322
 * - M. Ludewig, D. Jannach. Evaluation of session-based recommendation algorithms. UMUAI 28, 2018.
 *   doi:10.1007/s11257-018-9209-6
 *
 * Cost: time O(Σ over the session's items of their sessions + neighbors × their length, within the reach of votes).
 *
 * @param into one score per item
 * @param except a session without a vote: the current session itself if it is indexed
 */
export function scoreBySessionKnn(
  model: SessionKnn,
  running: RunningSession,
  into: SparseScores,
  except = -1,
): void {
  const { sessions, options, votes, scratch } = model;
  findNearest(model, running, except);
  const { items, steps, offsets } = sessions;
  for (let n = 0; n < scratch.top.size; n++) {
    const session = scratch.top.indices[n]!;
    const similarity = scratch.top.scores[n]!;
    const sharedStep = scratch.latestShared[session]!;
    const end = offsets[session + 1]!;
    // Votes further away round to zero.
    const reach = options.voteBackward > 0 ? VANISHES_AFTER * options.voteHalfLife : 0;
    const start = firstFrom(steps, offsets[session]!, end, sharedStep - reach);
    for (let at = start; at < end; at++) {
      const distance = steps[at]! - sharedStep;
      const near = votes[Math.abs(distance)] ?? decayOf(Math.abs(distance), options.voteHalfLife);
      const vote = distance >= 0 ? near : options.voteBackward * near;
      if (vote > 0) addScore(into, items[at]!, similarity * vote);
      else if (distance > 0) break;
    }
  }
}

/** Number of half-lives after which a double underflows. */
const VANISHES_AFTER = 1_100;

/** The first position of a session with a step of at least `step`; `end` without one. */
function firstFrom(steps: Int32Array, start: number, end: number, step: number): number {
  let [low, high] = [start, end];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle]! < step) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Writes the nearest sessions to `scratch.top`, with the step of the latest shared item of each. */
function findNearest(model: SessionKnn, running: RunningSession, except: number): void {
  const { scratch, starts, sessionsOfItem, sessions, options } = model;
  const { similarities, latestShared, candidates, top, metIn } = scratch;
  const scoring = ++scratch.scoring;
  const last = running.items.length - 1;
  let count = 0;
  for (let n = last; n >= 0; n--) {
    const item = running.items[n]!;
    if (metIn[item] === scoring) continue;
    metIn[item] = scoring;
    const age = running.steps[last]! - running.steps[n]!;
    const weight = 2 ** (-age / options.itemHalfLife) * (model.weightOfItem[item] ?? 0);
    if (!(weight > 0)) continue;
    const end = starts[item + 1]!;
    for (let at = starts[item]!; at < end; at++) {
      const session = sessionsOfItem[at]!;
      if (similarities[session] === 0) {
        candidates[count++] = session;
        latestShared[session] = item;
      }
      similarities[session]! += weight;
    }
  }

  clearTopK(top);
  for (let n = 0; n < count; n++) {
    const session = candidates[n]!;
    const score = similarities[session]! * model.weightOfSession[session]!;
    if (session !== except && score > 0) offerTopK(top, session, score);
    similarities[session] = 0;
  }
  for (let n = 0; n < top.size; n++) {
    const session = top.indices[n]!;
    latestShared[session] = lastStepOf(sessions, session, latestShared[session]!);
  }
}

function lastStepOf({ items, steps, offsets }: Sessions, session: number, item: number): number {
  let at = offsets[session + 1]! - 1;
  while (items[at] !== item) at--;
  return steps[at]!;
}

/** The sessions of each item, latest first (ties: later in the input first), each once. */
function invert(sessions: Sessions, itemCount: number, sessionsPerItem: number) {
  const count = sessions.ages.length;
  const order = Int32Array.from({ length: count }, (_, n) => count - 1 - n);
  if (sessions.ages.some((age) => age !== sessions.ages[0])) {
    order.sort((a, b) => sessions.ages[a]! - sessions.ages[b]! || b - a);
  }
  const lengths = new Int32Array(itemCount);
  const lastSession = new Int32Array(itemCount);
  const forEachFirst = (visit: (item: number, session: number) => void) => {
    lengths.fill(0);
    lastSession.fill(-1);
    for (const session of order) {
      for (let at = sessions.offsets[session]!; at < sessions.offsets[session + 1]!; at++) {
        const item = sessions.items[at]!;
        if (lastSession[item] === session || lengths[item]! >= sessionsPerItem) continue;
        lastSession[item] = session;
        visit(item, session);
        lengths[item]!++;
      }
    }
  };
  forEachFirst(() => undefined);
  const starts = new Int32Array(itemCount + 1);
  for (let item = 0; item < itemCount; item++) starts[item + 1] = starts[item]! + lengths[item]!;
  const sessionsOfItem = new Int32Array(starts[itemCount]!);
  forEachFirst((item, session) => {
    sessionsOfItem[starts[item]! + lengths[item]!] = session;
  });
  return { starts, sessionsOfItem };
}
