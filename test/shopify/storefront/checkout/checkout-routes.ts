import type { Request, Router } from "express";
import { textOf } from "../../admin-routes";
import type { CheckoutRecord } from "../../store-records";
import type { World } from "../../world";
import { missing } from "../pages/browse-routes";
import { playEvent } from "../play-input";
import { checkoutStep } from "../standard-events";
import { visiting, type Visit } from "../visit";
import { completeCheckout } from "./complete-checkout";
import { addressPage, contactPage, payPage, thankYouPage } from "./checkout-pages";
import { findOrMakeCustomer } from "./find-or-make-customer";

const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
type Answer = (visit: Visit, checkout: CheckoutRecord) => void | Promise<void>;

/** Contact, address, payment and thank-you pages, and the recovery of an abandoned checkout. */
export function checkoutRoutes(router: Router, world: World): void {
  const withCheckout = (answer: Answer) =>
    visiting(world, (visit) => {
      const checkout = visit.shop.store.checkouts.get(visit.request.params["token"] ?? "");
      return checkout ? answer(visit, checkout) : missing(visit);
    });
  /** A completed checkout is read-only. */
  const whileOpen = (answer: Answer) =>
    withCheckout((visit, checkout) => {
      if (checkout.completedAt === null) return answer(visit, checkout);
      visit.response.redirect(303, `/checkouts/${checkout.token}/thank-you`);
    });

  router.get("/checkouts/:token", whileOpen(contactPage));
  router.post("/checkouts/:token", whileOpen(takeContact));
  router.get("/checkouts/:token/address", whileOpen(addressPage));
  router.post("/checkouts/:token/address", whileOpen(takeAddress));
  router.get("/checkouts/:token/payment", whileOpen(payPage));
  router.post("/checkouts/:token/payment", whileOpen(completeCheckout));
  router.get("/checkouts/:token/thank-you", withCheckout(thankYouPage));
  router.get("/orders/:token", withCheckout(thankYouPage));
  router.get("/checkouts/:token/recover", whileOpen(recover));
}

function takeContact(visit: Visit, checkout: CheckoutRecord): void | Promise<void> {
  const { session, response, request } = visit;
  const email = fieldOf(request, "email").trim();
  if (!ADDRESS.test(email)) return contactPage(visit, checkout, "Enter an email address");
  playEvent(visit, {
    kind: "checkout_updated",
    token: checkout.token,
    change: {
      email,
      customerId: findOrMakeCustomer(visit, email),
      buyerAcceptsMarketing: fieldOf(request, "marketing") === "yes",
    },
  });
  session.pending.push(checkoutStep(visit, "checkout_contact_info_submitted", checkout));
  response.redirect(303, `/checkouts/${checkout.token}/address`);
}

function takeAddress(visit: Visit, checkout: CheckoutRecord): void {
  const { session, response, request } = visit;
  if (checkout.customerId !== null) {
    const fieldText = (name: string) => fieldOf(request, name).trim() || null;
    playEvent(visit, {
      kind: "customer_updated",
      customerId: checkout.customerId,
      change: {
        firstName: fieldText("firstName"),
        lastName: fieldText("lastName"),
        city: fieldText("city"),
        countryCode: fieldText("country"),
      },
    });
  }
  playEvent(visit, { kind: "checkout_updated", token: checkout.token, change: {} });
  session.pending.push(checkoutStep(visit, "checkout_address_info_submitted", checkout));
  response.redirect(303, `/checkouts/${checkout.token}/payment`);
}

/** The link of an email: restores the cart and keeps the query. */
function recover(visit: Visit, checkout: CheckoutRecord): void {
  const { shop, session, request, response, world } = visit;
  const { cartToken } = checkout;
  if (!shop.store.carts.has(cartToken)) {
    const lines = checkout.lines.flatMap(({ variantId, quantity }) =>
      variantId !== null && shop.store.productOfVariant.has(variantId)
        ? [{ variantId, quantity }]
        : [],
    );
    if (lines.length > 0)
      playEvent(visit, { kind: "cart_created", cart: { token: cartToken, lines } });
  }
  session.cartToken = cartToken;
  const code = textOf(request.query["discount"]);
  if (code !== "") {
    session.discountCode = code;
    const change = { discountCodes: [code] };
    playEvent(visit, { kind: "checkout_updated", token: checkout.token, change });
  }
  const { search } = new URL(request.originalUrl, world.origin);
  response.redirect(302, `/checkouts/${checkout.token}${search}`);
}

export function fieldOf({ body }: Request, name: string): string {
  return textOf((body as Record<string, unknown> | undefined)?.[name]);
}
