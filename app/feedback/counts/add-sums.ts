import { addEmailCounts } from "./email-counts";
import type { EmailSums, PickSums } from "./email-sums-store.server";

/** Adds the sums of slices, so that each group is in the result once. */
export function addEmailSums(slices: readonly EmailSums[]): EmailSums[] {
  return addByKey(
    slices,
    (it) => [it.flowId, it.stepId, it.version, it.campaignId, it.templateId, it.templateVersion],
    (a, b) => ({ ...a, ...addEmailCounts(a, b) }),
  );
}

/** Adds the sums of slices, so that each position is in the result once. */
export function addPickSums(slices: readonly PickSums[]): PickSums[] {
  return addByKey(
    slices,
    (it) => [it.flowId, it.stepId, it.version, it.campaignId, it.slot],
    (a, b) => ({
      ...a,
      shown: a.shown + b.shown,
      clickedByPeople: a.clickedByPeople + b.clickedByPeople,
      orders: a.orders + b.orders,
    }),
  );
}

function addByKey<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => readonly (string | number)[],
  add: (a: Row, b: Row) => Row,
): Row[] {
  const sums = new Map<string, Row>();
  for (const row of rows) {
    const key = JSON.stringify(keyOf(row));
    const known = sums.get(key);
    sums.set(key, known === undefined ? row : add(known, row));
  }
  return [...sums.values()];
}
