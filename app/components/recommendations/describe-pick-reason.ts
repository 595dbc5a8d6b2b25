import type { Text } from "~/i18n/create-text";
import { OFTEN_SHARE, type Reason } from "~/recommendations/recommendation";
import { repeatWeeks } from "~/recommendations/repeat-weeks";

/** Why a product is recommended, for the merchant: one sentence without a full stop. */
export function describePickReason(reason: Reason, text: Text<"recommendations">): string {
  const title = "title" in reason ? (reason.title ?? text("reason.deletedProduct")) : "";
  switch (reason.kind) {
    case "goes_with":
    case "chosen_next": {
      const values = { title, customers: reason.sharedBuyers };
      return reason.share >= OFTEN_SHARE
        ? text(`reason.${reason.kind}.often`, values)
        : text(`reason.${reason.kind}`, values);
    }
    case "bought_together":
      return text("reason.bought_together", { title, orders: reason.orders });
    case "because_you_bought":
      return text("reason.because_you_bought", { title, customers: reason.sharedBuyers });
    case "popular":
      return text("reason.popular", { customers: reason.buyers, days: reason.windowDays });
    case "popular_in_type": {
      const { productType: type, buyers: customers, windowDays: days } = reason;
      return text("reason.popular_in_type", { type, customers, days });
    }
    case "discovery":
      return reason.productType === ""
        ? text("reason.discovery")
        : text("reason.discoveryInType", { type: reason.productType });
    case "similar":
    case "because_you_looked_at":
    case "viewed_together":
    case "bought_after_view":
      return text(`reason.${reason.kind}`, { title });
    case "bought_before": {
      const { orders } = reason;
      const { weeks, usual } = repeatWeeks(reason) ?? {};
      if (weeks === undefined) return text("reason.bought_before", { orders });
      return usual
        ? text("reason.bought_before.usual", { orders, weeks, usual })
        : text("reason.bought_before.ago", { orders, weeks });
    }
    case "newest":
    case "pinned":
      return text(`reason.${reason.kind}`);
  }
}
