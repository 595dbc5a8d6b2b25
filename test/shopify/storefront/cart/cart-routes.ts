import type { Request, Router } from "express";
import { escapeHtml } from "../../admin-shell/shell-page";
import { textOf } from "../../admin-routes";
import { minor } from "../../order-totals";
import type { World } from "../../world";
import { beginCheckout } from "../checkout/begin-checkout";
import { missing } from "../pages/browse-routes";
import { sendPage } from "../pages/layout";
import { formatMoney, picture } from "../pages/parts";
import { cartViewed } from "../standard-events";
import { cartOf, visiting, type Visit } from "../visit";
import {
  addToCart,
  changeCart,
  clearCart,
  replaceCart,
  type CartChange,
  type WantedLine,
} from "./change-cart";
import { cartJson } from "./cart-json";

/** The cart's page, its forms, the Ajax API for themes, and permalinks. */
export function cartRoutes(router: Router, world: World): void {
  router.get("/cart", visiting(world, showCart));
  router.post(
    "/cart/add",
    visiting(world, (visit) => answerForm(visit, addToCart(visit, linesOf(visit.request)))),
  );
  router.post(
    "/cart/change",
    visiting(world, (visit) =>
      answerForm(visit, changeCart(visit, lineOf(bodyOf(visit.request), 0))),
    ),
  );
  router.post(
    "/cart/clear",
    visiting(world, (visit) => answerForm(visit, clearCart(visit))),
  );
  router.post(
    "/cart/checkout",
    visiting(world, (visit) => beginCheckout(visit)),
  );

  router.get(
    "/cart.js",
    visiting(world, (visit) => void visit.response.json(cartJson(visit))),
  );
  router.post(
    "/cart/add.js",
    visiting(world, (visit) => answerJson(visit, addToCart(visit, linesOf(visit.request)))),
  );
  router.post(
    "/cart/change.js",
    visiting(world, (visit) =>
      answerJson(visit, changeCart(visit, lineOf(bodyOf(visit.request), 0))),
    ),
  );
  router.post(
    "/cart/clear.js",
    visiting(world, (visit) => answerJson(visit, clearCart(visit))),
  );
  /** Pixel events of cart changes, for a page that stays open. */
  router.post(
    "/storefront-events",
    visiting(world, ({ session, response }) => {
      response.json(session.pending.splice(0));
    }),
  );

  router.get("/cart/:lines", visiting(world, openPermalink));
  router.get("/discount/:code", visiting(world, takeDiscount));
}

function showCart(visit: Visit) {
  const cart = cartOf(visit);
  const { prefix, session, shop, world } = visit;
  const { currency } = shop.store.shop;
  const rows = (cart?.lines ?? []).map((line) => {
    const product = shop.store.products.get(line.productId);
    const of = escapeHtml(line.title);
    return `<li class="line">${product ? picture(world, product) : ""}
      <div><a href="${prefix}/products/${product?.handle ?? ""}">${of}</a>
      <form method="post" action="${prefix}/cart/change"><input type="hidden" name="id" value="${line.variantId}">
        <input type="number" name="quantity" value="${line.quantity}" min="0" max="99" aria-label="Quantity of ${of}">
        <button class="quiet">Update</button><button class="quiet" name="quantity" value="0">Remove</button></form></div>
      <b>${formatMoney(minor(line.unitPrice, currency) * line.quantity, currency, visit.locale)}</b></li>`;
  });
  const totalMinor = (cart?.lines ?? []).reduce(
    (sum, line) => sum + minor(line.unitPrice, currency) * line.quantity,
    0,
  );
  const note = session.discountCode
    ? `<p>The code <b>${escapeHtml(session.discountCode)}</b> goes with the checkout.</p>`
    : "";
  const main =
    rows.length === 0
      ? `<h1>Your cart</h1><p>Your cart is empty. <a href="${prefix}/collections/all">Look around</a></p>${note}`
      : `<h1>Your cart</h1><ul class="lines">${rows.join("")}</ul>${note}
        <p class="total">Total <b>${formatMoney(totalMinor, currency, visit.locale)}</b></p>
        <form method="post" action="${prefix}/cart/checkout"><button>Check out</button></form>`;
  return sendPage(visit, {
    title: "Your cart",
    template: "cart",
    main,
    events: [cartViewed(visit, cart)],
  });
}

function answerForm({ response, prefix }: Visit, change: CartChange): void {
  if (change.kind === "changed") response.redirect(303, `${prefix}/cart`);
  else response.status(422).type("text").send(WORDS[change.reason]);
}

function answerJson(visit: Visit, change: CartChange): void {
  const { response } = visit;
  if (change.kind === "changed") response.json(cartJson(visit));
  else
    response
      .status(422)
      .json({ status: 422, message: "Cart Error", description: WORDS[change.reason] });
}

const WORDS = {
  unknown_variant: "This product is not in the shop.",
  sold_out: "This product is sold out.",
  empty: "There is nothing in the cart.",
};

/** /cart/VARIANT:QUANTITY,…: fills the cart and goes to the checkout. */
async function openPermalink(visit: Visit): Promise<void> {
  const { request, response, session, prefix } = visit;
  const parts = (request.params["lines"] ?? "").split(",").map((it) => /^(\d+):(\d+)$/.exec(it));
  if (!parts.every((it) => it !== null)) return missing(visit);
  const lines = parts.map(([, variantId = "", quantity = ""]) => ({
    variantId,
    quantity: Number(quantity),
  }));
  const change = replaceCart(
    visit,
    lines.filter(({ quantity }) => quantity > 0),
  );
  if (change.kind === "refused" || change.cart.lines.length === 0) return missing(visit);
  session.discountCode = textOf(request.query["discount"]) || session.discountCode;
  if (request.query["storefront"] === "true") {
    response.redirect(302, `${prefix}/cart`);
    return;
  }
  beginCheckout(visit, textOf(request.query["checkout[email]"]) || null);
}

/** /discount/CODE?redirect=…: stores the code for the checkout; redirects only to paths of the shop. */
function takeDiscount({ request, response, session, prefix }: Visit): void {
  session.discountCode = request.params["code"] ?? null;
  const { redirect, ...others } = request.query;
  const target = textOf(redirect);
  const path = /^\/(?![/\\])/.test(target) ? target : `${prefix}/`;
  const url = new URL(path, "http://shop.localhost");
  for (const [name, value] of Object.entries(others)) url.searchParams.set(name, textOf(value));
  response.redirect(302, url.pathname + url.search);
}

const bodyOf = ({ body }: Request) => (body ?? {}) as Record<string, unknown>;

/** `id` and `quantity`, or `items` with several of them. */
function linesOf(request: Request): WantedLine[] {
  const body = bodyOf(request);
  const items = body["items"];
  return Array.isArray(items)
    ? items.map((it) => lineOf(it as Record<string, unknown>, 1))
    : [lineOf(body, 1)];
}

function lineOf({ id, quantity }: Record<string, unknown>, fallback: number): WantedLine {
  // Of two fields with one name the pressed button comes last.
  const sent: unknown = Array.isArray(quantity) ? quantity.at(-1) : quantity;
  const count = Math.trunc(Number(sent ?? fallback));
  const variantId = typeof id === "number" ? String(id) : textOf(id).split(":")[0]!;
  return {
    variantId,
    quantity: Math.min(Math.max(Number.isFinite(count) ? count : fallback, 0), 99),
  };
}
