import { gid, type ShopRecord } from "../store-records";
import { storefrontUrl } from "../world";
import { connection, type ConnectionArgs } from "./connection";
import type { Fields } from "./resolvers";
import type { GraphqlContext } from "./run-document";

export const shopQueries: Fields = {
  shop: (_: unknown, __: unknown, { shop }: GraphqlContext) => shop.store.shop,
  shopLocales: (_: unknown, __: unknown, { shop }: GraphqlContext) => {
    const locale = shop.store.shop.locale ?? "en";
    const name = new Intl.DisplayNames(["en"], { type: "language" }).of(locale) ?? locale;
    return [{ locale, primary: true, published: true, name }];
  },
  currentAppInstallation: (_: unknown, __: unknown, { world, shop, scopes }: GraphqlContext) => ({
    id: shop.installation?.id ?? gid("AppInstallation", "0"),
    accessScopes: scopes.map((handle) => ({ handle, description: handle })),
    launchUrl: `${world.origin}/store/${shop.handle}/apps/${world.config.handle}`,
    uninstallUrl: null,
  }),
  webPixel: (_: unknown, __: unknown, { shop }: GraphqlContext) => shop.webPixel,
  segments: (_: unknown, args: ConnectionArgs, context: GraphqlContext) =>
    connection([], args, context, { isRoot: true }),
};

export const shopFields: Readonly<Record<string, Fields>> = {
  Shop: {
    id: (shop: ShopRecord) => gid("Shop", shop.id),
    contactEmail: (shop: ShopRecord) => shop.email,
    myshopifyDomain: (shop: ShopRecord) => shop.domain,
    primaryDomain: (_: ShopRecord, __: unknown, { world, shop }: GraphqlContext) => {
      const url = storefrontUrl(world, shop);
      return { id: gid("Domain", shop.store.shop.id), url, host: new URL(url).host };
    },
    url: (_: ShopRecord, __: unknown, { world, shop }: GraphqlContext) =>
      storefrontUrl(world, shop),
    currencyCode: (shop: ShopRecord) => shop.currency,
    ianaTimezone: (shop: ShopRecord) => shop.timeZone,
    timezoneOffsetMinutes: (shop: ShopRecord, _: unknown, { world }: GraphqlContext) =>
      offsetMinutes(shop.timeZone, new Date(world.clock.nowMs())),
    shopAddress: (shop: ShopRecord) => ({
      id: gid("ShopAddress", shop.id),
      address1: shop.address1,
      address2: null,
      city: shop.city,
      zip: shop.zip,
      province: null,
      provinceCode: null,
      country: shop.countryCode,
      countryCodeV2: shop.countryCode,
      company: shop.name,
      phone: null,
      formatted: [shop.address1, `${shop.city} ${shop.zip}`, shop.countryCode],
    }),
    plan: (_: ShopRecord, __: unknown, { shop }: GraphqlContext) => ({
      publicDisplayName: shop.plan.displayName,
      shopifyPlus: false,
      partnerDevelopment: shop.plan.isDevelopment,
    }),
    shipsToCountries: (shop: ShopRecord) => shop.shipsToCountries ?? [shop.countryCode],
    enabledPresentmentCurrencies: (shop: ShopRecord) => [shop.currency],
    taxesIncluded: () => false,
    unitSystem: () => "METRIC_SYSTEM",
    weightUnit: () => "KILOGRAMS",
  },
};

export const shopMutations: Fields = {
  webPixelCreate(_: unknown, { webPixel }: { webPixel: PixelInput }, { shop }: GraphqlContext) {
    if (shop.webPixel) {
      return failure("Web pixel is taken.", "TAKEN");
    }
    shop.webPixel = {
      id: gid("WebPixel", shop.store.nextId()),
      settings: parsed(webPixel.settings),
    };
    return { webPixel: shop.webPixel, userErrors: [] };
  },
  webPixelUpdate(
    _: unknown,
    { id, webPixel }: { id: string; webPixel: PixelInput },
    { shop }: GraphqlContext,
  ) {
    if (shop.webPixel?.id !== id) return failure("Web pixel not found.", "NOT_FOUND");
    shop.webPixel.settings = parsed(webPixel.settings);
    return { webPixel: shop.webPixel, userErrors: [] };
  },
  webPixelDelete(_: unknown, { id }: { id: string }, { shop }: GraphqlContext) {
    if (shop.webPixel?.id !== id) {
      return { deletedWebPixelId: null, ...failure("Web pixel not found.", "NOT_FOUND") };
    }
    shop.webPixel = null;
    return { deletedWebPixelId: id, userErrors: [] };
  },
};

interface PixelInput {
  readonly settings: unknown;
}

const parsed = (settings: unknown): unknown =>
  typeof settings === "string" ? JSON.parse(settings) : settings;

const failure = (message: string, code: string) => ({
  webPixel: null,
  userErrors: [{ field: ["webPixel"], message, code }],
});

function offsetMinutes(timeZone: string, at: Date): number {
  const name = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" })
    .formatToParts(at)
    .find((it) => it.type === "timeZoneName")?.value;
  const match = /GMT([+-])(\d+):(\d+)/.exec(name ?? "");
  if (!match) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === "-" ? -minutes : minutes;
}
