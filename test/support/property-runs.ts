import { IS_DEEP } from "./depth";

/** How many cases a property tries: a few in every run, many in `npm run test:deep`. */
export function propertyRuns(times: number): number {
  return IS_DEEP ? times * 5 : Math.ceil(times / 5);
}
