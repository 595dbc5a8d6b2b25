/** A smooth function and its gradient at a point. NaN means out of bounds. */
export type SmoothFunction = (at: Float64Array) => { value: number; gradient: Float64Array };

export interface Minimum {
  readonly at: Float64Array;
  readonly value: number;
  /** Whether the gradient vanished before the step limit. */
  readonly converged: boolean;
  /** How often the function was evaluated. */
  readonly evaluations: number;
}

const MEMORY = 8;
const MAX_STEPS = 300;
/** A step can miss a gain by chance, such as one from one side of the minimum to the other. */
const MAX_STALLS = 3;
const SUFFICIENT_DECREASE = 1e-4;
/** Gradient relative to the value's scale below which a stalled search counts as converged. */
const STALLED = 1e-6;

/**
 * Finds a minimum near `start` by L-BFGS with a backtracking line search.
 *
 * - D. Liu, J. Nocedal. On the limited memory BFGS method for large scale optimization.
 *   Mathematical Programming 45, 1989. doi:10.1007/BF01589116
 *
 * Cost: a few evaluations per step plus O(16 × dimensions).
 *
 * @param tolerance converged when no partial derivative exceeds this times max(1, |value|)
 */
export function minimize(f: SmoothFunction, start: Float64Array, tolerance = 1e-9): Minimum {
  let evaluations = 0;
  const evaluate: SmoothFunction = (there) => {
    evaluations++;
    return f(there);
  };
  let at = start;
  let now = evaluate(at);
  const moves: Float64Array[] = [];
  const bends: Float64Array[] = [];
  let stalls = 0;
  for (let step = 0; step < MAX_STEPS; step++) {
    if (steepest(now.gradient) <= tolerance * scaleOf(now)) {
      return { at, value: now.value, converged: true, evaluations };
    }
    const direction = descentDirection(now.gradient, moves, bends);
    const slope = dot(direction, now.gradient);
    const found = searchLine(evaluate, at, now.value, direction, slope, moves.length === 0);
    const gained = found ? now.value - found.value : 0;
    stalls = gained <= 1e-14 * Math.abs(now.value) ? stalls + 1 : 0;
    if (stalls > 0) {
      // If no step helps beyond rounding, this is the minimum to machine precision.
      const isFlat = steepest(now.gradient) <= STALLED * scaleOf(now);
      if (isFlat || stalls > MAX_STALLS)
        return { at, value: now.value, converged: isFlat, evaluations };
    }
    if (!found) {
      // Rounding spoiled the memory.
      moves.length = 0;
      bends.length = 0;
      continue;
    }
    const move = subtract(found.at, at);
    const bend = subtract(found.gradient, now.gradient);
    // Only a pair with positive curvature keeps the approximation positive definite.
    if (dot(move, bend) > 1e-14 * dot(bend, bend)) {
      moves.push(move);
      bends.push(bend);
      if (moves.length > MEMORY) {
        moves.shift();
        bends.shift();
      }
    }
    at = found.at;
    now = found;
  }
  return { at, value: now.value, converged: false, evaluations };
}

function searchLine(
  f: SmoothFunction,
  at: Float64Array,
  value: number,
  direction: Float64Array,
  slope: number,
  isFirst: boolean,
) {
  // Before the scale is known, a full gradient step may land anywhere.
  let scale = isFirst ? Math.min(1, 1 / Math.sqrt(dot(direction, direction))) : 1;
  for (let cut = 0; cut < 40; cut++, scale /= 2) {
    const there = at.map((x, n) => x + scale * direction[n]!);
    const found = f(there);
    if (found.value <= value + SUFFICIENT_DECREASE * scale * slope) return { at: there, ...found };
  }
  return null;
}

/** The two-loop recursion: minus the approximate inverse curvature × gradient. */
function descentDirection(
  gradient: Float64Array,
  moves: readonly Float64Array[],
  bends: readonly Float64Array[],
): Float64Array {
  const direction = gradient.map((slope) => -slope);
  const shares = new Float64Array(moves.length);
  for (let n = moves.length - 1; n >= 0; n--) {
    shares[n] = dot(moves[n]!, direction) / dot(moves[n]!, bends[n]!);
    addScaled(direction, bends[n]!, -shares[n]!);
  }
  const last = moves.length - 1;
  if (last >= 0) {
    const scale = dot(moves[last]!, bends[last]!) / dot(bends[last]!, bends[last]!);
    for (let n = 0; n < direction.length; n++) direction[n]! *= scale;
  }
  for (let n = 0; n < moves.length; n++) {
    const share = dot(bends[n]!, direction) / dot(moves[n]!, bends[n]!);
    addScaled(direction, moves[n]!, shares[n]! - share);
  }
  return direction;
}

function scaleOf({ value }: { value: number }): number {
  return Math.max(1, Math.abs(value));
}

function steepest(gradient: Float64Array): number {
  return gradient.reduce((max, slope) => Math.max(max, Math.abs(slope)), 0);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let n = 0; n < a.length; n++) sum += a[n]! * b[n]!;
  return sum;
}

function addScaled(to: Float64Array, from: Float64Array, scale: number): void {
  for (let n = 0; n < to.length; n++) to[n]! += scale * from[n]!;
}

function subtract(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((x, n) => x - b[n]!);
}
