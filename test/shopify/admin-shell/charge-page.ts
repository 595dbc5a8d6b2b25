import type { AppSubscriptionRecord } from "../subscriptions";
import type { LocalShop, World } from "../world";
import { escapeHtml, page } from "./shell-page";

/** The page where the merchant approves or declines a charge. */
export function chargePage(world: World, shop: LocalShop, record: AppSubscriptionRecord): string {
  const { price, trialDays, test, status } = record;
  const action = `/store/${shop.handle}/charges/${record.id}/confirm`;
  const button = (answer: string, label: string, style = "") =>
    `<button class="${style}" name="answer" value="${answer}">${label}</button>`;
  return page(
    world,
    shop,
    `<nav aria-label="Store"></nav>
    <main><form class="install" method="post" action="${action}">
      <h1>Approve ${escapeHtml(record.name)}?</h1>
      <p>${escapeHtml(`${price.amount} ${price.currencyCode} every 30 days`)}${
        trialDays > 0 ? `, after ${trialDays} days that cost nothing` : ""
      }.${test ? " This is a test: nobody is billed." : ""}</p>
      ${
        status === "PENDING"
          ? `${button("approve", "Approve", "primary")} ${button("decline", "Decline")}`
          : `<p>This was answered already: ${status.toLowerCase()}.</p>`
      }
    </form></main>`,
    shop.store.shop.name,
  );
}
