import type { Router } from "express";
import { escapeHtml } from "../../admin-shell/shell-page";
import type { World } from "../../world";
import { fieldOf } from "../checkout/checkout-routes";
import { sendPage } from "../pages/layout";
import { formatMoney } from "../pages/parts";
import { customerOf, visiting, type Visit } from "../visit";

/** Login as a customer of the store. There are no passwords: any address can log in. */
export function accountRoutes(router: Router, world: World): void {
  router.get(
    "/account/login",
    visiting(world, (visit) => loginPage(visit)),
  );
  router.post("/account/login", visiting(world, login));
  const logout = visiting(world, ({ session, response, prefix }) => {
    session.customerId = null;
    response.redirect(303, `${prefix}/`);
  });
  router.get("/account/logout", logout);
  router.post("/account/logout", logout);
  router.get("/account", visiting(world, accountPage));
}

const SUGGESTED = 20;

function loginPage(visit: Visit, problem = ""): Promise<void> {
  const known = [...visit.shop.store.customers.values()].flatMap(({ email }) => email ?? []);
  const options = known.slice(0, SUGGESTED).map((it) => `<option value="${escapeHtml(it)}">`);
  const error = problem ? `<span class="error" id="login-error">${problem}</span>` : "";
  const main = `<h1>Log in</h1><form method="post" action="${visit.prefix}/account/login" class="stack">
    <label>Email <input type="email" name="email" list="customers" required autocomplete="off"
      ${problem ? `aria-invalid="true" aria-describedby="login-error"` : ""}></label>${error}
    <datalist id="customers">${options.join("")}</datalist>
    <p>Any customer of the store may be you here; no password is asked for.</p><button>Log in</button></form>`;
  return sendPage(visit, {
    title: "Log in",
    template: "customers/login",
    main,
    status: problem ? 422 : 200,
  });
}

function login(visit: Visit): Promise<void> | void {
  const email = fieldOf(visit.request, "email").trim().toLowerCase();
  for (const customer of visit.shop.store.customers.values()) {
    if (email === "" || customer.email?.toLowerCase() !== email) continue;
    visit.session.customerId = customer.id;
    visit.response.redirect(303, `${visit.prefix}/account`);
    return;
  }
  return loginPage(visit, "No customer of this store has that address.");
}

function accountPage(visit: Visit): Promise<void> | void {
  const customer = customerOf(visit);
  const { shop, prefix, response, locale } = visit;
  if (!customer) {
    response.redirect(303, `${prefix}/account/login`);
    return;
  }
  const { store } = shop;
  const orders = (store.ordersOfCustomer.get(customer.id) ?? [])
    .flatMap((id) => store.orders.get(id) ?? [])
    .reverse();
  const rows = orders.map((order) => {
    const total = formatMoney(store.totalsOf(order).currentTotalMinor, order.currency, locale);
    return `<tr><td>${escapeHtml(order.name)}</td><td>${order.createdAt.slice(0, 10)}</td><td>${total}</td></tr>`;
  });
  const name = [customer.firstName, customer.lastName].filter(Boolean).join(" ");
  const main = `<h1>${escapeHtml(name || "Your account")}</h1>
    <form method="post" action="${prefix}/account/logout"><button class="quiet">Log out</button></form>
    <h2>Orders</h2>${rows.length ? `<table><tr><th>Order</th><th>Date</th><th>Total</th></tr>${rows.join("")}</table>` : "<p>No orders yet.</p>"}`;
  return sendPage(visit, { title: "Your account", template: "customers/account", main });
}
