import { takeFault } from "../../faults";
import { storefrontUrl } from "../../world";
import { cartOf as cartForEvent } from "../standard-events";
import type { StandardEvent } from "../storefront-state";
import { cartOf, customerOf, type Visit } from "../visit";

/** Data for a page's own script (browser/), including the app's pixel. */
export type PageFacts = ReturnType<typeof pageFacts>;

export function pageFacts(visit: Visit, events: readonly StandardEvent[]) {
  const { world, shop, locale, prefix } = visit;
  const customer = customerOf(visit);
  const cart = cartOf(visit);
  const { store } = shop;
  return {
    events,
    root: `${prefix}/`,
    locale,
    shop: {
      myshopifyDomain: shop.domain,
      name: store.shop.name,
      storefrontUrl: storefrontUrl(world, shop),
      countryCode: store.shop.countryCode,
      paymentSettings: { currencyCode: store.shop.currency },
    },
    customer: customer && {
      id: customer.id,
      email: customer.email,
      firstName: customer.firstName,
      lastName: customer.lastName,
      phone: customer.phone,
      ordersCount: store.ordersOfCustomer.get(customer.id)?.length ?? 0,
    },
    cart: cart && cartForEvent(visit, cart),
    pixel: shop.webPixel && { id: shop.webPixel.id, settings: shop.webPixel.settings },
    hasConsentApi: !takeFault(world.faults.storefront, "withoutConsentApi"),
    refuseBeacons: takeFault(world.faults.pixel, "refuseBeacons"),
  };
}
