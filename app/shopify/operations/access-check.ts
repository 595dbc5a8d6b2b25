import { z } from "zod";
import { defineOperation } from "./admin-operation";

/** The daily check: access, shop status, and the countries the shop ships to. */
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
