import { randomBytes } from "node:crypto";
import { checkoutDeletePayload, checkoutPayload } from "../payloads/checkout-payload";
import type { CheckoutLine, CheckoutRecord } from "../store-records";
import { redeemCodes } from "../discounts";
import type { HappeningOf } from "../happening";
import { findCustomer, createSeedCustomer } from "./customer-changes";
import { newCartToken } from "./cart-changes";
import { completeLine, placeOrder } from "./order-changes";
import { assignDefined, findOrThrow, type Changes, type Scene } from "./play";

type LineInput = HappeningOf<"checkout_created">["checkout"]["lines"][number];

export const checkoutChanges: Changes<
  "checkout_created" | "checkout_updated" | "checkout_completed" | "checkout_deleted"
> = {
  checkout_created(scene, { checkout: { cartToken, ...input } }) {
    const { store } = scene.shop;
    const met = input.customerId === null ? [] : createSeedCustomer(scene, input.customerId);
    const customer = input.customerId === null ? null : findCustomer(scene, input.customerId);
    const checkout: CheckoutRecord = {
      ...input,
      id: store.nextId(),
      token: input.token ?? randomBytes(16).toString("hex"),
      cartToken: cartToken ?? newCartToken(),
      email: input.email === undefined ? (customer?.email ?? null) : input.email,
      currency: store.shop.currency,
      lines: input.lines.map((line) => checkoutLine(scene, line)),
      createdAt: scene.at,
      updatedAt: scene.at,
      completedAt: null,
    };
    store.checkouts.set(checkout.token, checkout);
    return {
      id: checkout.token,
      emissions: [...met, checkoutEmission(scene, "checkouts/create", checkout)],
    };
  },

  checkout_updated(scene, { token, change: { lines, ...change } }) {
    const checkout = findCheckout(scene, token);
    const met = change.customerId ? createSeedCustomer(scene, change.customerId) : [];
    assignDefined<CheckoutRecord>(checkout, change);
    if (lines) checkout.lines = lines.map((line) => checkoutLine(scene, line));
    checkout.updatedAt = scene.at;
    return {
      id: token,
      emissions: [...met, checkoutEmission(scene, "checkouts/update", checkout)],
    };
  },

  checkout_completed(scene, { token, orderId, orderName, landingSite }) {
    const checkout = findCheckout(scene, token);
    checkout.completedAt = scene.at;
    checkout.updatedAt = scene.at;
    const order = placeOrder(scene, {
      id: orderId,
      name: orderName,
      customerId: checkout.customerId,
      email: checkout.email,
      // Lines keep their ids, so that a later refund can name them.
      lines: checkout.lines.map(({ key, ...line }) => ({ ...line, id: key })),
      ...redeemCodes(scene.shop.store, checkout, scene.at),
      checkoutToken: token,
      cartToken: checkout.cartToken,
      landingSite,
      referringSite: null,
      buyerAcceptsMarketing: checkout.buyerAcceptsMarketing,
      tags: [],
      test: false,
      paid: true,
    });
    return {
      id: order.id,
      emissions: [checkoutEmission(scene, "checkouts/update", checkout), ...order.emissions],
    };
  },

  checkout_deleted(scene, { token }) {
    const checkout = findCheckout(scene, token);
    scene.shop.store.checkouts.delete(token);
    const payload = checkoutDeletePayload(checkout);
    return { id: token, emissions: [{ topic: "checkouts/delete", payload }] };
  },
};

function checkoutLine(scene: Scene, input: LineInput): CheckoutLine {
  const { id, ...line } = completeLine(scene, input);
  return { ...line, key: id };
}

function checkoutEmission({ world, shop }: Scene, topic: string, checkout: CheckoutRecord) {
  return { topic, payload: checkoutPayload(world, shop, checkout) };
}

function findCheckout({ shop }: Scene, token: string): CheckoutRecord {
  return findOrThrow("checkout", token, shop.store.checkouts.get(token));
}
