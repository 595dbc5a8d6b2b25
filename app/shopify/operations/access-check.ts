import { z } from "zod";
import { defineOperation } from "../admin-operation";

/** What is asked each day: whether the app is still let in, whether the shop is open, and where it ships to. */
export const accessCheck = defineOperation({
  name: "AccessCheck",
  document: `#graphql
    query AccessCheck {
      shop { id plan { publicDisplayName } shipsToCountries }
    }`,
  variables: z.object({}),
  result: z.object({
    shop: z.object({
      id: z.string(),
      plan: z.object({ publicDisplayName: z.string() }),
      shipsToCountries: z.array(z.string()),
    }),
  }),
});
