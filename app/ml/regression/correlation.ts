/** Pearson's correlation of two columns of equal length, in [-1, 1]; 0 if one is constant. */
export function correlationOf(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  let [both, ofA, ofB] = [0, 0, 0];
  for (let row = 0; row < a.length; row++) {
    both += (a[row]! - meanA) * (b[row]! - meanB);
    ofA += (a[row]! - meanA) ** 2;
    ofB += (b[row]! - meanB) ** 2;
  }
  return ofA > 0 && ofB > 0 ? both / Math.sqrt(ofA * ofB) : 0;
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let row = 0; row < values.length; row++) sum += values[row]!;
  return sum / values.length;
}
