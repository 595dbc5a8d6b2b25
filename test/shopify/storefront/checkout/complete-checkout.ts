import type { CheckoutRecord } from "../../store-records";
import { playEvent } from "../play-input";
import { checkoutStep } from "../standard-events";
import type { Visit } from "../visit";

/** Pays: places the order, reduces stock, and records consent by the checkbox. */
export function completeCheckout(visit: Visit, checkout: CheckoutRecord): void {
  const { shop, session, response } = visit;
  const { store } = shop;
  const publish = (name: "checkout_shipping_info_submitted" | "payment_info_submitted") =>
    session.pending.push(checkoutStep(visit, name, checkout));
  publish("checkout_shipping_info_submitted");
  publish("payment_info_submitted");
  const { id: orderId } = playEvent(visit, {
    kind: "checkout_completed",
    token: checkout.token,
    landingSite: session.landingSite,
  });
  const order = store.orders.get(orderId)!;
  session.pending.push(checkoutStep(visit, "checkout_completed", checkout, order));
  for (const { variantId, quantity } of checkout.lines) {
    const product = store.products.get(store.productOfVariant.get(variantId ?? "") ?? "");
    const variant = product?.variants.find(({ id }) => id === variantId);
    if (!variant) continue;
    const inventoryQuantity = Math.max(0, variant.inventoryQuantity - quantity);
    playEvent(visit, {
      kind: "variant_updated",
      variantId: variant.id,
      change: { inventoryQuantity },
    });
  }
  const customer = store.customers.get(checkout.customerId ?? "");
  if (customer && checkout.buyerAcceptsMarketing && customer.marketing.state !== "SUBSCRIBED") {
    playEvent(visit, { kind: "consent_changed", customerId: customer.id, state: "SUBSCRIBED" });
  }
  session.cartToken = null;
  session.discountCode = null;
  response.redirect(303, `/checkouts/${checkout.token}/thank-you`);
}
