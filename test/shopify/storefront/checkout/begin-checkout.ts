import type { CheckoutRecord } from "../../store-records";
import { playEvent } from "../play-input";
import { checkoutStep } from "../standard-events";
import { cartOf, customerOf, type Visit } from "../visit";

/** Goes from the cart to its checkout: the open one of this cart, if any. */
export function beginCheckout(visit: Visit, email: string | null = null): void {
  const { shop, session, response, prefix, locale } = visit;
  const cart = cartOf(visit);
  if (!cart || cart.lines.length === 0) {
    response.redirect(303, `${prefix}/cart`);
    return;
  }
  const lines = cart.lines.map(({ variantId, quantity }) => ({ variantId, quantity }));
  const codes = session.discountCode === null ? {} : { discountCodes: [session.discountCode] };
  const open = openCheckoutOf(visit, cart.token);
  const customer = customerOf(visit);
  if (open) {
    playEvent(visit, { kind: "checkout_updated", token: open.token, change: { lines, ...codes } });
  } else {
    const { id } = playEvent(visit, {
      kind: "checkout_created",
      checkout: {
        cartToken: cart.token,
        customerId: customer?.id ?? null,
        ...(email !== null && { email }),
        lines,
        locale,
        ...codes,
      },
    });
    session.pending.push(checkoutStep(visit, "checkout_started", shop.store.checkouts.get(id)!));
  }
  const checkout = openCheckoutOf(visit, cart.token)!;
  response.redirect(303, `/checkouts/${checkout.token}`);
}

function openCheckoutOf({ shop }: Visit, cartToken: string): CheckoutRecord | null {
  for (const checkout of shop.store.checkouts.values()) {
    if (checkout.cartToken === cartToken && checkout.completedAt === null) return checkout;
  }
  return null;
}
