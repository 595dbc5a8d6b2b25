import type { SplitCondition } from "~/flows/definition/condition";
import type { ExitCondition } from "~/flows/definition/exit-condition";
import type { RuleWords } from "~/segments/words/describe-condition";
import { describeRule } from "~/segments/words/describe-rule";
import { formatCounted, formatHours, formatRate } from "../formats";

/** A condition as the end of a sentence that starts with "If". */
export function conditionWords(condition: SplitCondition, words: RuleWords): string {
  switch (condition.kind) {
    case "is_subscribed":
      return "the customer has marketing consent";
    case "has_clicked":
      return "the customer clicked in an email of this flow";
    case "sold_out":
      return "the product cannot be bought";
    case "is_high_priced":
      return "the product is among the dearest third of the shop";
    case "order_count":
      return condition.max === null
        ? `the customer has placed ${formatCounted(condition.min, "order", "orders")} or more`
        : condition.min === condition.max
          ? `the customer has placed ${formatCounted(condition.min, "order", "orders")}`
          : `the customer has placed ${condition.min} to ${condition.max} orders`;
    case "no_order_for":
      return `the customer has not ordered for ${formatCounted(condition.days, "day", "days")}`;
    case "ordered_within":
      return `the customer ordered in the last ${formatCounted(condition.days, "day", "days")}`;
    case "no_email_for":
      return `the customer has had no email for ${formatHours(condition.hours)}`;
    case "likely_to_order":
      return `the customer is among the ${formatRate(condition.topShare)} most likely to order`;
    case "valuable":
      return `the customer is among the ${formatRate(condition.topShare)} who will bring most`;
    case "has_property":
      return `“${condition.name}” of the customer is “${condition.value}”`;
    case "meets_rule":
      return `the customer fits this: ${describeRule(condition.rule, words)}`;
  }
}

/** An exit condition as the end of a sentence that starts with "Ends as soon as". */
export function exitRuleWords(rule: ExitCondition): string {
  return EXIT_WORDS[rule];
}

const EXIT_WORDS: Readonly<Record<ExitCondition, string>> = {
  order_placed: "the customer places an order",
  checkout_completed: "the checkout is completed",
  order_canceled_or_refunded: "the order is canceled or refunded, in full or in part",
  order_canceled_or_fully_refunded: "the order is canceled or fully refunded",
  added_to_cart: "the customer puts something into the cart",
  checkout_started: "the customer starts a checkout",
  cart_emptied: "the cart is emptied",
  product_bought: "the customer buys the product",
  sold_out: "the product cannot be bought",
  in_stock: "the product can be bought",
  restocked: "there is more of the product again",
  product_gone: "the product is taken out of the shop",
  price_back_up: "the product costs again what it did",
  came_back: "the customer clicks, visits the shop, orders or chooses what they get",
  moved_back: "the customer no longer is where the segment had put them",
  fell_back: "the customer is no longer among those whom the flow looks for",
};

/** Capitalized for use as a heading. */
export const capitalizeFirst = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
