import type { Life } from "./play";
import type { Ordered, Planned } from "./read";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The defaults of a shop's settings. */
const DEFAULTS = { repeatDays: 30, capHours: 16, capPer7Days: 4, quietFrom: 21, quietTo: 8 };
const ATTRIBUTION_MS = 5 * DAY_MS;

/** What a customer neither requested nor started. */
export const SHOP_PURPOSES: readonly string[] = ["browse", "replenishment", "welcome", "lifecycle"];

/** Emails that somebody got twice within the period. */
export function findRepeats(sent: readonly Planned[]): readonly Planned[] {
  return sent.filter((email, i) =>
    sent
      .slice(0, i)
      .some(
        (it) =>
          it.customerId === email.customerId &&
          keyOf(it) === keyOf(email) &&
          isWithin(it, email, DEFAULTS.repeatDays * DAY_MS),
      ),
  );
}

const ABOUT_A_PRODUCT: readonly string[] = ["browse", "price_drop", "low_stock"];
const ABOUT_AN_OBJECT: readonly string[] = [
  ...["checkout", "cart", "order", "back_in_stock", "replenishment"],
];

/** The same email: of one template, and about one object where it is about one. */
function keyOf({ intent: { templateId, purpose, trigger }, objectKey }: Planned): string {
  if (ABOUT_A_PRODUCT.includes(purpose) && trigger.kind === "product") {
    return `${templateId} ${trigger.productId}`;
  }
  return ABOUT_AN_OBJECT.includes(purpose) ? `${templateId} ${objectKey}` : templateId;
}

export function findEmailsWithoutConsent(
  sent: readonly Planned[],
  consents: Life["consents"],
): readonly Planned[] {
  return sent.filter(({ customerId, leftAt }) => {
    const own = consents.get(customerId) ?? [];
    const before = own.findLast(({ at }) => at < leftAt!);
    // A welcome leaves at the instant of the consent.
    const atOnce = own.some(
      ({ at, isSubscribed }) => Number(at) === Number(leftAt) && isSubscribed,
    );
    return before?.isSubscribed !== true && !atOnce;
  });
}

/** All customers live in London, as the shop does. */
const LONDON_HOUR = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/London",
  hour: "2-digit",
  hourCycle: "h23",
});

/** Whether it is quiet hours where the customers live. */
export function isNight(at: Date): boolean {
  const hour = Number(LONDON_HOUR.format(at));
  return hour >= DEFAULTS.quietFrom || hour < DEFAULTS.quietTo;
}

export const findEmailsAtNight = (sent: readonly Planned[]): readonly Planned[] =>
  sent.filter(({ leftAt }) => isNight(leftAt!));

/**
 * Emails that the shop started within sixteen hours of another, or as the fifth in seven days. Of two at one
 * instant the customer's own may be the second, so only the shop's own count there.
 */
export function findEmailsAboveCaps(sent: readonly Planned[]): readonly Planned[] {
  return sent.filter((email, i) => {
    if (!isByShop(email)) return false;
    const earlier = sent
      .slice(0, i)
      .filter((it) => it.customerId === email.customerId && isWithin(it, email, 7 * DAY_MS))
      .filter((it) => it.leftAt! < email.leftAt! || isByShop(it));
    const isTooSoon =
      !email.intent.exemptFromHourCap &&
      earlier.some((it) => isWithin(it, email, DEFAULTS.capHours * HOUR_MS));
    return isTooSoon || earlier.length >= DEFAULTS.capPer7Days;
  });
}

const isByShop = ({ intent }: Planned): boolean => SHOP_PURPOSES.includes(intent.purpose);

const isWithin = (earlier: Planned, later: Planned, ms: number): boolean =>
  later.leftAt!.getTime() - earlier.leftAt!.getTime() < ms;

/** The last click within five days before each order, by the customer who ordered. */
export function creditOrders(orders: readonly Ordered[], clicks: Life["clicks"]) {
  return orders
    .flatMap(({ orderId, customerId, at, grossMinor, refundedMinor }) => {
      const own = clicks
        .filter((click) => click.customerId === customerId && click.at <= at)
        .filter((click) => at.getTime() - click.at.getTime() <= ATTRIBUTION_MS)
        .toSorted((a, b) => Number(a.at) - Number(b.at) || (a.messageId < b.messageId ? -1 : 1));
      const messageId = own.at(-1)?.messageId;
      return messageId === undefined ? [] : [{ orderId, messageId, grossMinor, refundedMinor }];
    })
    .toSorted((a, b) => (a.orderId < b.orderId ? -1 : 1));
}
