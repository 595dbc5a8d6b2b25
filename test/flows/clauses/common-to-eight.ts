import { at, clause, excludedBy, type Clause } from "./clause";

const ORDERS = "test/flows/library/visits-and-orders.db.test.ts";
const REPLENISHMENT = "test/flows/library/replenishment.db.test.ts";
const DECIDE = "test/delivery/decide-delivery.test.ts";
const ENROLL = "test/flows/enrollment/enroll.test.ts";
const PLAN = "test/flows/run/plan-step.test.ts";
const EXITS = "test/flows/run/exit-reason.test.ts";
/** Titles there are those of the stories. */
const STORIES = "test/journeys/flows/stories";

/** Clauses common to all flows, and of flows 1 to 8. */
export const COMMON_TO_EIGHT: readonly Clause[] = [
  clause(
    0,
    "one run for each flow, profile and object",
    at(ENROLL, "never enrolls twice for one checkout"),
  ),
  clause(
    0,
    "a second trigger updates the run",
    at(
      ENROLL,
      "keeps its step and waits for the checkout to be idle when it changes after an email",
    ),
  ),
  clause(
    0,
    "consent, address, suppression",
    at(DECIDE, "never sends without consent, whatever the other facts"),
    at(DECIDE, "sends to a customer without consent when the audience is everyone"),
  ),
  clause(
    0,
    "the filter before each message",
    at("test/flows/segments.db.test.ts", "is evaluated again when an email is sent"),
  ),
  clause(0, "exits that every flow has", at(EXITS, "ends every enrollment on %s")),
  clause(
    0,
    "a later funnel stage ends the earlier ones",
    at(ORDERS, "ends when a checkout starts"),
  ),
  clause(
    0,
    "quiet hours where the recipient lives",
    at(DECIDE, "waits for the morning in the recipient's time zone"),
  ),
  clause(
    0,
    "caps of hours and of a week",
    at(DECIDE, "keeps sixteen hours between two emails, also overnight"),
  ),
  clause(0, "what outranks the cap of hours", at(DECIDE, "does not delay an exempt email")),
  clause(
    0,
    "deferred until it expires, then skipped with a reason",
    at(DECIDE, "skips a message that expires during quiet hours"),
  ),
  clause(
    0,
    "the holdout is written down",
    at(PLAN, "records the emails withheld from the holdout"),
  ),
  clause(
    0,
    "a draft is never sent",
    at(
      "test/flows/library/drafts.db.test.ts",
      "an email added to a live flow is skipped until it is published",
    ),
  ),

  clause(
    1,
    "messages at once, on day 2 and on day 4",
    at(ORDERS, "sends at once, then on days 2 and 4"),
  ),
  clause(
    1,
    "who ordered before gets the other branch; exit: order",
    at(ORDERS, "sends other emails to past customers and stops after an order"),
  ),
  clause(
    1,
    "a code of the reader's own, and its reminder",
    excludedBy("A reminder of a discount has a code of its own"),
  ),
  clause(
    1,
    "preference links that train the profile",
    excludedBy("The second email of the welcome leads to the store, not to categories"),
  ),

  clause(
    2,
    "close look, one hour after the visit, once in 14 days",
    at(ORDERS, "sends 90 minutes after an engaged view, once in two weeks"),
  ),
  clause(2, "four hours for high prices", at(ORDERS, "waits four hours for a high-priced product")),
  clause(
    2,
    "not after a glance; exit: cart",
    at(ORDERS, "skips a short view and a view that led to the cart"),
  ),
  clause(
    2,
    "sold out: alternatives and an alert form",
    at(ORDERS, "shows alternatives to a product that sold out and links to its page"),
  ),

  clause(
    3,
    "live lines, after one hour and a day",
    at(ORDERS, "shows the current cart after 90 minutes and a day later"),
  ),
  clause(3, "exit: checkout started", at(ORDERS, "ends when a checkout starts")),
  clause(3, "an incentive by intent and margin", excludedBy("**Margin.**")),

  clause(
    4,
    "idle for an hour, three messages",
    at(ORDERS, "sends three emails outside quiet hours"),
  ),
  clause(4, "exit: any order", at(ORDERS, "stops after any order")),
  clause(
    4,
    "a newer checkout replaces the older",
    at(ENROLL, "restarts when the checkout changes before the first email"),
  ),
  clause(
    4,
    "who has not subscribed gets the first alone",
    at(PLAN, "ends after the first email for customers who are not subscribed"),
  ),

  clause(
    5,
    "thanks a day later, help three days later",
    at(ORDERS, "sends thanks a day after a first order and help three days later"),
  ),
  clause(5, "not for cancelled orders", at(ORDERS, "skips a cancelled order")),
  clause(
    5,
    "not for orders of the point of sale",
    excludedBy("Orders of the point of sale are not thanked for."),
  ),

  clause(
    6,
    "two weeks after delivery",
    at(ORDERS, "6 suggests related products two weeks after delivery"),
  ),
  clause(6, "exit: order", at(ORDERS, "6 skips customers who ordered again")),
  clause(
    6,
    "the second only to who clicked",
    at(PLAN, "sends the second cross-sell only to those who clicked in the first"),
  ),
  clause(
    6,
    "delivered, else fulfilled and five days",
    at(ENROLL, "counts an order as delivered five days after fulfillment"),
    excludedBy("**Delivery.**"),
  ),

  clause(
    7,
    "a week after delivery, one reminder",
    at(ORDERS, "7 asks a week after delivery and reminds a week later"),
  ),
  clause(7, "not where money went back", at(ORDERS, "7 skips a refunded order")),
  clause(7, "days by product type; reviews and tickets", excludedBy("**Reviews and tickets**")),

  clause(
    8,
    "five days before, once more three days after",
    at(REPLENISHMENT, "sends five days before a product that many rebuy is used up"),
  ),
  clause(
    8,
    "intervals per unit: scaling quantities changes no date",
    at(
      "test/flows/predict-used-up-at.test.ts",
      "returns the same date when all quantities are scaled",
    ),
    at(REPLENISHMENT, "sends at the same time to customers who buy %i units each time"),
    at(REPLENISHMENT, "scales with quantity: twice the units, twice the wait"),
  ),
  clause(
    8,
    "the median of one's own repeats, shrunk toward the product's",
    at(
      "test/flows/predict-used-up-at.test.ts",
      "then uses the customer's median interval, shrunk toward the product's",
    ),
  ),
  clause(
    8,
    "thirty repeat buyers, or the merchant's tag",
    at(REPLENISHMENT, "skips a product that few rebuy unless the merchant tagged it"),
    at(REPLENISHMENT, "uses the customer's own interval when no one else rebuys a tagged product"),
    excludedBy("How long one unit of a product lasts is learned, not asked"),
  ),
  clause(8, "exit: bought again", at(STORIES, "who buys it again after the first email")),
  clause(8, "larger sizes, subscriptions", excludedBy("**Larger sizes and subscriptions**")),
];
