import { z } from "zod";
import { defineOperation } from "./admin-operation";

/** The settings of the published theme of the online store. */
export const themeSettings = defineOperation({
  name: "ThemeSettings",
  document: `#graphql
    query ThemeSettings {
      themes(first: 1, roles: [MAIN]) {
        nodes {
          files(first: 1, filenames: ["config/settings_data.json"]) {
            nodes { body { ... on OnlineStoreThemeFileBodyText { content } } }
          }
        }
      }
    }`,
  variables: z.object({}),
  result: z.object({
    themes: z.object({
      /** Empty: the shop has no online store. */
      nodes: z.array(
        z.object({
          files: z.object({
            nodes: z.array(
              z.object({
                /** Without content: Shopify has the file in another form than text. */
                body: z.object({ content: z.string().optional() }),
              }),
            ),
          }),
        }),
      ),
    }),
  }),
});
