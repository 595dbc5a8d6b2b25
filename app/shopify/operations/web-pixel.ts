import { z } from "zod";
import { defineOperation } from "./admin-operation";

/** JSON of the settings in extensions/web-pixel/shopify.extension.toml. */
const Settings = z.string();
const WebPixel = z.object({ id: z.string() });

/** Installs the app's pixel in a shop's storefront. A shop has one: a second is refused as TAKEN. */
export const webPixelCreate = defineOperation({
  name: "WebPixelCreate",
  document: `#graphql
    mutation WebPixelCreate($settings: JSON!) {
      webPixelCreate(webPixel: { settings: $settings }) {
        webPixel { id }
        userErrors { field message code }
      }
    }`,
  variables: z.object({ settings: Settings }),
  result: z.object({ webPixelCreate: z.object({ webPixel: WebPixel }) }),
});

export const webPixelUpdate = defineOperation({
  name: "WebPixelUpdate",
  document: `#graphql
    mutation WebPixelUpdate($id: ID!, $settings: JSON!) {
      webPixelUpdate(id: $id, webPixel: { settings: $settings }) {
        webPixel { id }
        userErrors { field message code }
      }
    }`,
  variables: z.object({ id: z.string(), settings: Settings }),
  result: z.object({ webPixelUpdate: z.object({ webPixel: WebPixel }) }),
});

/** The app's pixel in the shop. */
export const webPixelFind = defineOperation({
  name: "WebPixelFind",
  document: `#graphql
    query WebPixelFind { webPixel { id } }`,
  variables: z.object({}),
  result: z.object({ webPixel: WebPixel }),
});
