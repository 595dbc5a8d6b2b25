import { z } from "zod";

/** How many profiles a shop leaves alone, so that what mail really earns can be measured. */
export const HoldoutSettings = z.object({
  /** Share of the profiles of each flow, from 0 to 0.5. */
  holdoutRate: z.number().min(0).max(0.5).default(0.05),
  /** Share of all profiles that no flow and no campaign reaches, from 0 to 0.2. */
  shopHoldoutRate: z.number().min(0).max(0.2).default(0),
});
export type HoldoutSettings = z.infer<typeof HoldoutSettings>;
