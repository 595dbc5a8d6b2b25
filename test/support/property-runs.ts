import { IS_DEEP } from "./is-deep";

/**
 * Number of cases of a property: a few in every run, many in `npm run test:deep`.
 *
 * @param times enough to find likely failures
 * @param min minimum for a test that checks its cases' coverage
 */
export function propertyRuns(times: number, min = 1): number {
  return IS_DEEP ? times * 5 : Math.max(min, Math.ceil(times / 5));
}
