import { z } from "zod";
import { defineOperation } from "../admin-operation";

/** The least that can be asked: whether the app is still let in, and whether the shop is open. */
export const accessCheck = defineOperation({
  name: "AccessCheck",
  document: `#graphql
    query AccessCheck {
      shop { id plan { publicDisplayName } }
    }`,
  variables: z.object({}),
  result: z.object({
    shop: z.object({ id: z.string(), plan: z.object({ publicDisplayName: z.string() }) }),
  }),
});
