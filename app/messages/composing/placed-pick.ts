import { z } from "zod";
import { ListSource, Recommendation } from "~/recommendations/recommendation";

/** A recommendation placed in a message, stored in the email's sealed body; `message_content.picks` has the ids. */
export const PlacedPick = Recommendation.extend({
  /** The requested list, or its fallback. */
  source: ListSource,
  title: z.string(),
  imageUrl: z.string().nullable(),
  /** The reason shown in the email. */
  sentence: z.string(),
});
export type PlacedPick = z.infer<typeof PlacedPick>;
