import { z } from "zod";
import { defineOperation } from "../admin-operation";

/** What the merchant has granted to the app. */
export const grantedScopes = defineOperation({
  name: "GrantedScopes",
  document: `#graphql
    query GrantedScopes {
      currentAppInstallation { accessScopes { handle } }
    }`,
  variables: z.object({}),
  result: z.object({
    currentAppInstallation: z.object({
      accessScopes: z.array(z.object({ handle: z.string() })),
    }),
  }),
});
