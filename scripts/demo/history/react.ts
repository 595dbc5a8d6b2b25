import { appealOf } from "../../../test/shopify/life/appeal";
import type { LifeHappening } from "../../../test/shopify/life/life-happening";
import { planPurchase } from "../../../test/shopify/life/plan-purchase";
import { planReaction } from "../../../test/shopify/life/plan-reaction";
import { seededRandom } from "../../../test/shopify/life/seeded-random";
import type { SeedOrder, SeedProduct } from "../../../test/shopify/store-seed";
import type { PastAnswer } from "./history";
import type { Recipient } from "./recipients";

/** The run's number in the demo's laws. */
const SEED = 1;
/** Emails per reader that the laws look back on. */
const MAX_REMEMBERED = 30;
/** Above the ids of a seed, of the local Shopify and of later orders' lines, and still exact as a JavaScript number. */
const FIRST_LINE_ID = 7_000_000_000_000;
const MAX_LINES = 10;

export interface PastEmail {
  readonly messageId: string;
  readonly subject: string;
  readonly atMs: number;
  /** The products of its links, in order, after the button. */
  readonly products: readonly SeedProduct[];
}

/** What a recipient does with an email, by the laws of the demo's readers (decision 67). */
export function answerEmail(recipient: Recipient, email: PastEmail): PastAnswer {
  const { messageId, subject, atMs: sentAtMs, products } = email;
  const { customer, receivedAtMs: earlierAtMs } = recipient;
  recipient.receivedAtMs = [...earlierAtMs, sentAtMs].slice(-MAX_REMEMBERED);
  const reaction = planReaction(
    {
      ...{ messageId, customerId: customer.email, sentAt: new Date(sentAtMs).toISOString() },
      links: ["", ...products.map(({ handle }) => handle)],
      nextOrderAt: nextOrderAt(recipient),
      appeal: appealOf({ address: customer.email, subject, sentAtMs, earlierAtMs }),
    },
    seededRandom(SEED, `${customer.email} ${messageId}`),
  );
  if (reaction.kind === "none") return reaction;
  const at = new Date(reaction.at);
  return reaction.kind === "click"
    ? { kind: "click", at, link: reaction.linkIndex }
    : { kind: "unsubscribe", at };
}

/** The order that a click causes, by the demo's laws, without a number; null: none. */
export function purchaseAfter(
  recipient: Recipient,
  email: PastEmail,
  click: Extract<PastAnswer, { kind: "click" }>,
  productById: ReadonlyMap<string, SeedProduct>,
): SeedOrder | null {
  const { customer, orders, lastPurchaseAt } = recipient;
  const at = click.at.toISOString();
  const happenings = planPurchase(
    {
      ...{ customerId: customer.id, email: customer.email, at, earlier: orders, lastPurchaseAt },
      product: email.products[click.link - 1] ?? null,
      nextOrderAt: nextOrderAt(recipient),
    },
    seededRandom(SEED, `visit ${customer.email} ${at}`),
  );
  const started = happenings.find((it) => it.kind === "checkout_created");
  const completed = happenings.find((it) => it.kind === "checkout_completed");
  const fulfilled = happenings.find((it) => it.kind === "order_fulfilled");
  if (!started || !completed?.orderId) return null;
  const lines = toLines(started.checkout.lines, completed.token, productById);
  if (lines.length === 0) return null;
  recipient.lastPurchaseAt = at;
  return {
    ...{ id: completed.orderId, name: "", createdAt: completed.at, lines },
    ...{ customerId: customer.id, email: customer.email, currency: orders[0]?.currency ?? "" },
    ...{ discountCodes: [], refunds: [], cancelledAt: null, checkoutToken: completed.token },
    fulfilledAt: fulfilled?.at ?? null,
  };
}

/** The lines at today's prices. A product that is gone is left out. */
function toLines(
  lines: Extract<LifeHappening, { kind: "checkout_created" }>["checkout"]["lines"],
  token: string,
  productById: ReadonlyMap<string, SeedProduct>,
): SeedOrder["lines"] {
  const firstId = FIRST_LINE_ID + Number.parseInt(token.slice(0, 10), 16) * MAX_LINES;
  return lines.flatMap(({ productId, variantId, quantity }, n) => {
    const product = productById.get(productId ?? "");
    const variant = product?.variants.find(({ id }) => id === variantId) ?? product?.variants[0];
    if (!product || !variant) return [];
    const { id, sku, price: unitPrice } = variant;
    const { title } = product;
    const line = { productId: product.id, variantId: id, title, sku, quantity, unitPrice };
    return [{ id: String(firstId + n), ...line }];
  });
}

/** The next order that the recipient places anyway. */
function nextOrderAt({ steps }: Recipient): string | null {
  return steps.find((it) => it.kind === "order")?.order.createdAt ?? null;
}
