import { z } from "zod";
import { defineOperation } from "./admin-operation";

const Text = z.string().nullable();

export const shopInfo = defineOperation({
  name: "ShopInfo",
  document: `#graphql
    query ShopInfo {
      shop {
        id
        name
        email
        contactEmail
        currencyCode
        ianaTimezone
        primaryDomain { url }
        shipsToCountries
        shopAddress { company address1 address2 city zip province countryCodeV2 }
      }
      currentAppInstallation { id accessScopes { handle } }
    }`,
  variables: z.object({}),
  result: z.object({
    shop: z.object({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      contactEmail: z.string(),
      currencyCode: z.string().length(3),
      ianaTimezone: z.string(),
      primaryDomain: z.object({ url: z.url() }),
      shipsToCountries: z.array(z.string()),
      shopAddress: z.object({
        company: Text,
        address1: Text,
        address2: Text,
        city: Text,
        zip: Text,
        province: Text,
        countryCodeV2: Text,
      }),
    }),
    currentAppInstallation: z.object({
      id: z.string(),
      accessScopes: z.array(z.object({ handle: z.string() })),
    }),
  }),
});

export type ShopInfo = z.infer<typeof shopInfo.result>;
