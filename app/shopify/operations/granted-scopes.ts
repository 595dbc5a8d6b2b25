import { z } from "zod";
import { defineOperation } from "./admin-operation";

/** The scopes that the merchant has granted. */
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
