import { at, clause, excludedBy, type Clause } from "./clause";

const HABITS = "test/flows/library/habits.db.test.ts";
const PRODUCTS = "test/flows/library/products.db.test.ts";
const PRICE = "test/flows/library/price-drop.db.test.ts";
const SUNSET = "test/flows/library/sunset.db.test.ts";
const DECIDE = "test/delivery/decision/decide-delivery.test.ts";
/** Titles there are those of the stories. */
const STORIES = "test/journeys/flows/stories";

/** Clauses of flows 9 to 16. */
export const NINE_TO_SIXTEEN: readonly Clause[] = [
  clause(
    9,
    "away for longer than usual, over four weeks",
    at(HABITS, "sends over four weeks to customers who are overdue"),
  ),
  clause(
    9,
    "by their own rhythm; exit: order",
    at(HABITS, "skips recent and slow-paced buyers and stops after an order"),
  ),
  clause(
    9,
    "churn is more likely than not",
    at(HABITS, "uses the churn prediction only after the customer's usual interval"),
  ),
  clause(
    9,
    "half from newest arrivals",
    excludedBy("A win-back's first email shows the newest products"),
  ),
  clause(9, "split on churn reason", excludedBy("**Churn reason**")),

  clause(
    9,
    "an incentive that depends on their value",
    at(STORIES, "who has not ordered for two months"),
    at(STORIES, "who has not ordered for two months, and was a good customer"),
  ),

  clause(9, "two hundred a day at most", at(HABITS, "enters at most so many customers per day")),

  clause(
    10,
    "asked three times, then suppressed",
    at(SUNSET, "asks three times, then suppresses the address"),
  ),
  clause(
    10,
    "eight emails since the last sign of life",
    at(SUNSET, "never asks a customer with a recent %s and no emails since"),
    at(SUNSET, "skips customers who clicked"),
  ),
  clause(
    10,
    "opens count only where a person made them",
    at(SUNSET, "asks a customer without a click in eight emails despite machine opens"),
  ),
  clause(
    10,
    "exit: a choice of what they get",
    at(SUNSET, "ends when preferences change and skips recent preference changes"),
  ),
  clause(
    10,
    "yes, less often, pause and no",
    at(SUNSET, "links to lower frequency, pause and unsubscribe"),
    at(
      "test/routes/preference-page.db.test.ts",
      "a button in an email preselects its choice, which applies only once saved",
    ),
    excludedBy("Customers reduce or pause emails on the preference page"),
  ),
  clause(10, "no more profiling", excludedBy("**Stop profiling**")),

  clause(
    11,
    "oldest first, at most twice the units in an hour",
    at(PRODUCTS, "sends at once, oldest request first, to at most two customers per unit"),
  ),
  clause(
    11,
    "the second only while in stock",
    at(PRODUCTS, "sends no second email once it has sold out again"),
  ),
  clause(
    11,
    "sold out again before their turn: alternatives once, after a week",
    at(PRODUCTS, "offers alternatives once, a week later, only to customers who were not notified"),
    excludedBy("A person who waits for a back-in-stock product"),
  ),
  clause(
    11,
    "a request is its own consent",
    at(STORIES, "who asked for it, and for no other email"),
  ),
  clause(
    11,
    "locations that ship; requests of several units",
    excludedBy("**Stock by location.**"),
  ),

  clause(
    11,
    "exit: bought; the second not to who clicked",
    at(STORIES, "who buys it after the first email"),
    at(STORIES, "who clicks in the first email"),
  ),
  clause(
    11,
    "ignores the caps, as price drops do",
    at(DECIDE, "%s leaves at once after a week full of emails"),
    at("test/journeys/months", "no limit drops an email about %s"),
  ),

  clause(11, "a request expires", at(PRODUCTS, "sends nothing for a request of half a year ago")),

  clause(
    12,
    "a tenth cheaper than what they saw, after two hours",
    at(PRICE, "emails viewers two hours after a price drop of ten percent"),
  ),
  clause(
    12,
    "who began a checkout too",
    at(PRICE, "also emails customers who started a checkout with it"),
  ),
  clause(
    12,
    "not who has it, nor who holds a discount",
    at(PRICE, "skips customers who already bought it"),
    at(PRICE, "skips customers who hold a valid emailed discount"),
  ),
  clause(
    12,
    "no typing error, no small drop, no first price",
    at(PRICE, "skips a corrected typo, a small drop and a first price"),
    at(PRICE, "skips a drop of a few pence, whatever its percentage"),
  ),
  clause(
    12,
    "old and new price; in Europe the lowest of 30 days",
    at(PRICE, "shows %s"),
    at(PRICE, "skips a price that was as low within the previous 30 days"),
    at("test/catalog/price-history.test.ts", "is null before 30 days of prices are known"),
  ),
  clause(
    12,
    "other reduced products in the same email",
    excludedBy("A price drop concerns one product"),
  ),

  clause(
    12,
    "exit: price back up",
    at(STORIES, "who looked at what had a wrong price for an hour"),
  ),

  clause(
    13,
    "looked at three times, four left, sells daily",
    at(PRODUCTS, "shows customers with three views that four are left"),
  ),
  clause(
    13,
    "true numbers only",
    at(PRODUCTS, "skips a product that is restocked before the email is sent"),
    at(PRODUCTS, "skips slow-selling and sold-out products"),
  ),

  clause(13, "in the cart, however often looked at", at(STORIES, "who has it in the cart")),

  clause(
    13,
    "once in two weeks; a price drop once a week",
    at(
      "test/flows/simulation/simulate-flow.test.ts",
      "enters each object once and respects the re-entry limit",
    ),
  ),

  clause(
    14,
    "among the best twentieth, and two weeks later",
    at(HABITS, "sends to the top five percent and again two weeks later"),
  ),
  clause(14, "exit: leaves the tier", at(HABITS, "stops for customers who dropped out of the top")),
  clause(
    14,
    "new arrivals by taste",
    excludedBy("New arrivals for the best customers are the newest products"),
  ),

  clause(
    15,
    "three days before, at the best hour, and a reminder",
    at(HABITS, "sends three days before, at the best hour, and a reminder"),
  ),
  clause(
    15,
    "last order within 24 months",
    at(HABITS, "skips other days and customers without an order in two years"),
  ),
  clause(15, "the date of birth", excludedBy("**Birthdays.**")),

  clause(
    16,
    "crosses upward, and never at the first scoring",
    at(HABITS, "sends to customers who newly rank among the most likely"),
    at(HABITS, "skips customers who were as close to an order the day before"),
  ),
  clause(
    16,
    "expected within three days, at the best hour",
    at(HABITS, "sends at the best hour to customers expected to order within three days"),
  ),
  clause(
    16,
    "exit: score falls",
    at(HABITS, "skips a customer whose order is no longer expected when the email is due"),
  ),
  clause(
    16,
    "alone, and not after an order",
    at(STORIES, "who is in another flow"),
    at(STORIES, "who has just ordered"),
  ),
  clause(
    16,
    "uplift",
    at(HABITS, "skips customers unlikely to be influenced where the holdout shows who they are"),
  ),
  clause(
    16,
    "locked while the shop has too few buyers",
    at(
      "test/flows/flow-status.db.test.ts",
      "cannot go live with too few buyers and reports how many there are",
    ),
  ),
];
