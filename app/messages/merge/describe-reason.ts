import type { Text } from "~/i18n/create-text";
import { OFTEN_SHARE, type Reason } from "~/recommendations/recommendation";
import { repeatWeeks } from "~/recommendations/repeat-weeks";
import { cleanText } from "./clean-text";

const TITLE_CHARS = 60;
/** Smaller counts would rather dissuade. */
const MIN_PERSUASIVE_COUNT = 50;

/**
 * A reason as a short line to the recipient, in their language. It claims only what was counted: "often" requires at
 * least a tenth of the buyers. Counts are given only where they persuade.
 *
 * @param titles product id → its current title; without one, the title in the reason is used
 */
export function describeReasonIn(
  text: Text<"email">,
  reason: Reason,
  titles: ReadonlyMap<string, string>,
): string {
  const other = "productId" in reason ? (titles.get(reason.productId) ?? reason.title) : null;
  const title = cleanText(other ?? "", TITLE_CHARS);
  // When the other product was deleted, there is no title to show.
  if ("productId" in reason && title === "") return text("reason.chosen");
  const isOften = "share" in reason && reason.share >= OFTEN_SHARE;
  const isMany = (count: number) => count >= MIN_PERSUASIVE_COUNT;

  switch (reason.kind) {
    case "goes_with": {
      const count = reason.sharedBuyers;
      if (isMany(count)) return text("reason.goesWithMany", { title, count });
      return text(isOften ? "reason.goesWithOften" : "reason.goesWith", { title, count });
    }
    case "bought_together":
      return text("reason.boughtTogether", { title, count: reason.orders });
    case "because_you_bought":
      return text("reason.becauseYouBought", { title, count: reason.sharedBuyers });
    case "chosen_next": {
      const key = isOften ? "reason.boughtNextOften" : "reason.boughtNext";
      return text(key, { title, count: reason.sharedBuyers });
    }
    case "popular":
    case "popular_in_type": {
      const values = { count: reason.buyers, days: reason.windowDays };
      const type = reason.kind === "popular" ? "" : cleanText(reason.productType, TITLE_CHARS);
      if (type === "")
        return text(isMany(values.count) ? "reason.popularMany" : "reason.popular", values);
      const key = isMany(values.count) ? "reason.popularInMany" : "reason.popularIn";
      return text(key, { ...values, title: type });
    }
    case "newest":
      return text("reason.newest");
    case "discovery":
      return text("reason.discovery");
    case "similar":
      return text("reason.similar", { title });
    case "because_you_looked_at":
      return text("reason.becauseYouViewed", { title });
    case "viewed_together":
      return text("reason.viewedTogether", { title });
    case "bought_after_view":
      return text("reason.boughtAfterView", { title });
    case "bought_before": {
      const { weeks, usual } = repeatWeeks(reason) ?? {};
      if (weeks === undefined) return text("reason.boughtBefore");
      return usual
        ? text("reason.boughtAgoUsual", { weeks, usual })
        : text("reason.boughtAgo", { weeks });
    }
    case "pinned":
      return text("reason.pinned");
  }
}
