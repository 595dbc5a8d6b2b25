import { Happening, type HappeningInput, type HappeningResult } from "../happening";
import { play } from "../happenings/play";
import type { Visit } from "./visit";

/** What a visitor does happens in the store as if the control API had told it: one set of rules, one set of webhooks. */
export const playInput = ({ world, shop }: Visit, input: HappeningInput): HappeningResult =>
  play(world, shop, Happening.parse(input));
