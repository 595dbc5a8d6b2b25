import { z } from "zod";
import { ListSource, Recommendation } from "~/recommendations/recommendation";

/** A recommendation as it was placed in a message: `message.picks` holds them. */
export const PlacedPick = Recommendation.extend({
  /** Where it came from: the list asked for, or what stood in for it. */
  source: ListSource,
  title: z.string(),
  imageUrl: z.string().nullable(),
  /** The sentence that the mail gives. */
  sentence: z.string(),
});
export type PlacedPick = z.infer<typeof PlacedPick>;
