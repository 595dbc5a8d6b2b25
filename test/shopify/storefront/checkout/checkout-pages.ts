import { escapeHtml } from "../../admin-shell/shell-page";
import { minor } from "../../order-totals";
import { checkoutTotalMinor } from "../../payloads/checkout-payload";
import type { CheckoutRecord } from "../../store-records";
import { sendPage } from "../pages/layout";
import { formatMoney, picture } from "../pages/parts";
import { customerOf, type Visit } from "../visit";

export function contactPage(visit: Visit, checkout: CheckoutRecord, problem = ""): Promise<void> {
  const email = checkout.email ?? customerOf(visit)?.email ?? "";
  const error = problem ? `<span class="error" id="email-error">${problem}</span>` : "";
  const form = `<form method="post" class="stack" action="/checkouts/${checkout.token}"><h2>Contact</h2>
    <label>Email <input type="email" name="email" autocomplete="email" required value="${escapeHtml(email)}"
      ${problem ? `aria-invalid="true" aria-describedby="email-error"` : ""}></label>${error}
    <label class="check"><input type="checkbox" name="marketing" value="yes"${checkout.buyerAcceptsMarketing ? " checked" : ""}>
      Email me with news and offers</label>
    <button>Continue to address</button></form>`;
  return send(visit, checkout, "Checkout", form, problem ? 422 : 200);
}

export function addressPage(visit: Visit, checkout: CheckoutRecord): Promise<void> {
  const customer = visit.shop.store.customers.get(checkout.customerId ?? "");
  // Only a logged-in customer sees stored data, since anyone can type an address.
  const known = customer && customer.id === visit.session.customerId ? customer : null;
  const country = known?.countryCode ?? visit.shop.store.shop.countryCode;
  const field = (label: string, name: string, complete: string, value: string | null | undefined) =>
    `<label>${label} <input name="${name}" autocomplete="${complete}" value="${escapeHtml(value ?? "")}"></label>`;
  const form = `<form method="post" class="stack" action="/checkouts/${checkout.token}/address"><h2>Where to</h2>
    ${field("First name", "firstName", "given-name", known?.firstName)}
    ${field("Last name", "lastName", "family-name", known?.lastName)}
    ${field("Street", "address1", "address-line1", "")}
    ${field("City", "city", "address-level2", known?.city)}
    <label>Country <input name="country" maxlength="2" pattern="[A-Z]{2}" title="Two letters: GB" autocomplete="country" value="${escapeHtml(country)}"></label>
    <button>Continue to payment</button></form>`;
  return send(visit, checkout, "Address", form);
}

export function payPage(visit: Visit, checkout: CheckoutRecord): Promise<void> {
  const form = `<form method="post" class="stack" action="/checkouts/${checkout.token}/payment"><h2>Payment</h2>
    <p>Sent to ${escapeHtml(checkout.email ?? "nobody yet")}. No card is needed here.</p>
    <button>Complete the order</button></form>`;
  return send(visit, checkout, "Payment", form);
}

export function thankYouPage(visit: Visit, checkout: CheckoutRecord): Promise<void> | void {
  if (checkout.completedAt === null) {
    visit.response.redirect(303, `/checkouts/${checkout.token}`);
    return;
  }
  const thanks = `<div class="stack"><h2>Thank you</h2><p>This order is complete.</p>
    <p><a href="/">Back to the shop</a></p></div>`;
  return send(visit, checkout, "Thank you", thanks);
}

function send(visit: Visit, checkout: CheckoutRecord, title: string, part: string, status = 200) {
  const main = `<h1>${title}</h1><div class="checkout">${part}${summary(visit, checkout)}</div>`;
  return sendPage(visit, { title, main, template: null, status });
}

function summary({ world, shop, locale }: Visit, checkout: CheckoutRecord): string {
  const { currency } = checkout;
  const rows = checkout.lines.map((line) => {
    const product = shop.store.products.get(line.productId ?? "");
    return `<li class="line">${product ? picture(world, product) : ""}<span>${escapeHtml(line.title)} × ${line.quantity}</span>
      <b>${formatMoney(minor(line.unitPrice, currency) * line.quantity, currency, locale)}</b></li>`;
  });
  const codes = checkout.discountCodes.map((code) => `<p>Code <b>${escapeHtml(code)}</b></p>`);
  return `<aside aria-label="Order"><ul class="lines">${rows.join("")}</ul>${codes.join("")}
    <p class="total">Total <b>${formatMoney(checkoutTotalMinor(checkout), currency, locale)}</b></p></aside>`;
}
