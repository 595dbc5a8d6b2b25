import type { AnyEvent, CheckoutLine, CheckoutSnapshot, Personal } from "../event";
import {
  at,
  findInvalidInstant,
  countOf,
  currencyOf,
  gidTail,
  idOf,
  instantOf,
  listOf,
  minorOf,
  textOf,
  urlOf,
} from "../read-json";
import {
  notAnInstant,
  refused,
  translated,
  type TranslationContext,
  type EventTranslation,
} from "../translation";
import { addressOf, personalFrom } from "./person";
import { versionOf } from "./version-instant";

const MAX_LINES = 1_000;

/**
 * checkouts/create and checkouts/update: started and, if changed since, updated or completed.
 * checkouts/update always counts as a change, even within the second of the start.
 */
export function fromCheckout(
  kind: "checkout_started" | "checkout_updated",
  body: unknown,
  context: TranslationContext,
): EventTranslation {
  const { shopId, now } = context;
  const bad = findInvalidInstant(body, ["created_at", "updated_at", "completed_at"], now);
  if (bad) return notAnInstant(bad);
  const token = textOf(at(body, "token"), 255);
  if (!token) return refused("the checkout has no token");
  const startedAt = instantOf(at(body, "created_at"), now);
  if (!startedAt) return refused("the checkout does not tell when it was started");
  const currency = currencyOf(at(body, "currency")) ?? context.currency;
  const totalMinor = minorOf(at(body, "total_price"), currency);
  if (totalMinor === null || totalMinor < 0) return refused("total_price is no amount");
  const lines = listOf(at(body, "line_items"), MAX_LINES).map((it) => lineFrom(it, currency));
  if (lines.some((it) => !Number.isSafeInteger(it.netMinor))) {
    return refused("a line's amount is too large");
  }

  const checkout: CheckoutSnapshot = {
    token,
    cartToken: textOf(at(body, "cart_token"), 255),
    startedAt,
    updatedAt: versionOf(body, context) ?? startedAt,
    completedAt: instantOf(at(body, "completed_at"), now),
    currency,
    totalMinor,
    sourceName: textOf(at(body, "source_name"), 255),
    lines,
  };
  const isBare = kind === "checkout_started" && isSameSecond(startedAt, checkout.updatedAt);
  return translated(...checkoutEvents(checkout, isBare, customerOf(body), shopId));
}

/** checkouts/delete names the checkout's cart and not its token. */
export function fromCheckoutDeleted(
  body: unknown,
  { shopId, triggeredAt, now }: TranslationContext,
): EventTranslation {
  const token = textOf(at(body, "token"), 255);
  const cartToken = textOf(at(body, "cart_token"), 255);
  if (!token && !cartToken) return refused("the checkout has neither token nor cart_token");
  const occurredAt = triggeredAt ?? now;
  return translated({
    shopId,
    source: "shopify",
    sourceId: `checkout/${token ?? `of-cart-${cartToken}`}/deleted/${occurredAt.toISOString()}`,
    kind: "checkout_deleted",
    customerId: null,
    occurredAt,
    payload: { token, cartToken },
    personal: null,
  });
}

function checkoutEvents(
  checkout: CheckoutSnapshot,
  isBare: boolean,
  customer: Pick<AnyEvent, "customerId" | "personal">,
  shopId: TranslationContext["shopId"],
): AnyEvent[] {
  const { token, startedAt, updatedAt, completedAt } = checkout;
  const common = { shopId, source: "shopify", payload: checkout, ...customer } as const;
  const started: AnyEvent = {
    ...common,
    sourceId: `checkout/${token}/started`,
    kind: "checkout_started",
    occurredAt: startedAt,
  };
  if (!completedAt && isBare) return [started];
  const kind = completedAt ? "checkout_completed" : "checkout_updated";
  const name = completedAt ? "completed" : "updated";
  return [
    started,
    {
      ...common,
      sourceId: `checkout/${token}/${name}/${updatedAt.toISOString()}`,
      kind,
      occurredAt: completedAt ?? updatedAt,
    },
  ];
}

/** By Shopify's timestamps, which have whole seconds. */
const isSameSecond = (a: Date, b: Date): boolean =>
  Math.floor(a.getTime() / 1_000) === Math.floor(b.getTime() / 1_000);

/** Without a customer there is no recipient, so no personal data is stored. */
function customerOf(body: unknown): Pick<AnyEvent, "customerId" | "personal"> {
  const customer = at(body, "customer");
  const customerId =
    gidTail(at(customer, "admin_graphql_api_id"), "Customer") ?? idOf(at(customer, "id"));
  if (!customerId) return { customerId: null, personal: null };
  const personal = personalFrom(customer, addressOf(body));
  const email = personal.email ?? textOf(at(body, "email"), 320);
  const recoveryUrl = urlOf(at(body, "abandoned_checkout_url"));
  const all: Personal = { ...personal, ...(email && { email }), recoveryUrl };
  return { customerId, personal: all };
}

function lineFrom(line: unknown, currency: string): CheckoutLine {
  const quantity = Math.max(0, countOf(at(line, "quantity")) ?? 0);
  const priceMinor = minorOf(at(line, "price"), currency) ?? 0;
  return {
    productId: idOf(at(line, "product_id")),
    variantId: idOf(at(line, "variant_id")),
    title: textOf(at(line, "title"), 500) ?? textOf(at(line, "presentment_title"), 500) ?? "",
    variantTitle: textOf(at(line, "variant_title"), 500),
    quantity,
    netMinor: Math.max(0, minorOf(at(line, "line_price"), currency) ?? priceMinor * quantity),
  };
}
