import { z } from "zod";

/** How long after a click an order still counts as the mail's. */
export const AttributionSettings = z.object({
  attributionWindowHours: z.number().int().min(24).max(720).default(120),
});
export type AttributionSettings = z.infer<typeof AttributionSettings>;
