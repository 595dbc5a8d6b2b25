import { Happening, type HappeningInput, type HappeningResult } from "../happening";
import { play } from "../happenings/play";
import type { Visit } from "./visit";

/** Visitors and the control API change the store in the same way: one set of rules, one set of webhooks. */
export const playEvent = ({ world, shop }: Visit, input: HappeningInput): HappeningResult =>
  play(world, shop, Happening.parse(input));
