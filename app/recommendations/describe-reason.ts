import type { Reason } from "./recommendation";

/** Minimum share of a product's buyers for "often". */
export const OFTEN_SHARE = 0.1;
const TITLE_LENGTH = 60;

/**
 * A reason as a short sentence for the customer. It claims only what was counted.
 *
 * @param titles product id → its current title; without one, the title in the reason is used
 * @returns plain text, no full stop
 */
export function describePickReason(reason: Reason, titles: ReadonlyMap<string, string>): string {
  switch (reason.kind) {
    case "goes_with": {
      const often = reason.share >= OFTEN_SHARE ? "Often bought" : "Bought";
      const title = titleOf(reason, titles) ?? "a product you chose";
      return `${often} with ${title}: ${customers(reason.sharedBuyers)} had both`;
    }
    case "because_you_bought": {
      const title = titleOf(reason, titles) ?? "a product like it";
      return `Because you bought ${title}: ${customers(reason.sharedBuyers)} had both`;
    }
    case "chosen_next": {
      const often = reason.share >= OFTEN_SHARE ? "Often chosen next after" : "Chosen after";
      const title = titleOf(reason, titles) ?? "a product you bought";
      return `${often} ${title}: ${customers(reason.sharedBuyers)} bought it in a later order`;
    }
    case "popular":
      return `Popular: ${boughtWithin(reason)}`;
    case "popular_in_type":
      return `Popular in ${shorten(reason.productType)}: ${boughtWithin(reason)}`;
    case "newest":
      return "New in the store";
    case "discovery":
      return reason.productType === ""
        ? "One that few know yet"
        : `One that few know yet, from ${shorten(reason.productType)}`;
    case "similar":
      return `Similar to ${titleOf(reason, titles) ?? "a product you chose"}`;
    case "because_you_looked_at":
      return `Because you looked at ${titleOf(reason, titles) ?? "a product like it"}`;
    case "bought_before":
      return reason.orders === 1 ? "You bought it before" : `You bought it ${reason.orders} times`;
    case "pinned":
      return "Picked by the store";
  }
}

function titleOf(
  { productId, title }: { readonly productId: string; readonly title: string | null },
  titles: ReadonlyMap<string, string>,
): string | null {
  const found = titles.get(productId) ?? title;
  return found === null ? null : shorten(found);
}

/** Cut at a word, so that the counts stay on the line. */
function shorten(text: string): string {
  const clean = text.replace(/\s+/g, " ").trim();
  if (clean.length <= TITLE_LENGTH) return clean;
  const cut = clean.slice(0, TITLE_LENGTH);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), TITLE_LENGTH / 2)).trimEnd()}…`;
}

function boughtWithin({ buyers, windowDays }: { buyers: number; windowDays: number }): string {
  return `${customers(buyers)} bought it within ${windowDays} days`;
}

function customers(count: number): string {
  return count === 1 ? "1 customer" : `${count.toLocaleString("en")} customers`;
}
