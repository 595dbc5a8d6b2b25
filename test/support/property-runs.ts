import { IS_DEEP } from "./depth";

/**
 * How many cases a property tries: a few in every run, many in `npm run test:deep`.
 *
 * @param times how many are enough to find what is likely to break
 * @param min how many a test needs that checks what its cases cover
 */
export function propertyRuns(times: number, min = 1): number {
  return IS_DEEP ? times * 5 : Math.max(min, Math.ceil(times / 5));
}
