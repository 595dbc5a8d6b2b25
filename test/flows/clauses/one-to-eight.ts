import { at, clause, excludedBy, type Clause } from "./clause";

const ORDERS = "test/flows/library/visits-and-orders.db.test.ts";
const REPLENISHMENT = "test/flows/library/replenishment.db.test.ts";
const ENROLL = "test/flows/rules/enroll.test.ts";
const PLAN = "test/flows/rules/plan-step.test.ts";
/** Titles there are those of the stories. */
const STORIES = "test/journeys/flows/stories";
const RECOMMEND = "test/recommendations/lists/recommend.test.ts";

/** Clauses of flows 1 to 8. */
export const ONE_TO_EIGHT: readonly Clause[] = [
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
    excludedBy("A reminder of a discount has its own code"),
  ),
  clause(
    1,
    "preference links that train the profile",
    excludedBy("The second email of the welcome links to the store, not to categories"),
  ),

  clause(1, "not to who takes it back", at(STORIES, "who takes it back after the first email")),
  clause(
    1,
    "shops with double opt-in: on confirmation",
    at("test/delivery/opt-in", "is confirmed once, by the button and not by opening the page"),
  ),

  clause(
    2,
    "close look, one hour after the visit, once in 14 days",
    at(ORDERS, "sends an hour after an engaged view, once in two weeks"),
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
    2,
    "the second only to who clicked or is likely to order",
    at(STORIES, "who looks twice, and clicks in the email"),
    at(STORIES, "who looks twice, does not click and seldom orders"),
  ),
  clause(2, "not within ten days of an order", at(STORIES, "who ordered last week")),
  clause(
    2,
    "a line says why each product is shown",
    at(RECOMMEND, "names the product of the history that contributes most"),
  ),

  clause(
    3,
    "live lines, after one hour and a day",
    at(ORDERS, "shows the current cart after an hour and a day later"),
  ),
  clause(3, "exit: checkout started", at(ORDERS, "ends when a checkout starts")),
  clause(3, "an incentive by intent and margin", excludedBy("**Margin.**")),

  clause(
    3,
    "complements in the second, an incentive in the third for some",
    at(STORIES, "who leaves a cart, and may or may not order"),
    at(STORIES, "who leaves a cart, and would order anyway"),
  ),
  clause(
    3,
    "a line in stock; exits: order, emptied",
    at(STORIES, "whose cart holds only what is sold out"),
    at(STORIES, "who orders after the first email"),
    at(STORIES, "who empties it again"),
  ),

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

  clause(4, "a line that can be bought", at(STORIES, "whose checkout holds only what is sold out")),
  clause(
    4,
    "ten minutes in which an order still counts",
    at(PLAN, "plans the email ten minutes after the due time, then waits a day from now"),
  ),
  clause(
    4,
    "no other products in the first, complements later",
    at(STORIES, "who leaves a checkout"),
  ),
  clause(
    4,
    "its link applies the discount",
    at(
      "test/messages/composing/shop-link.test.ts",
      "a recovered checkout also has the code in its own URL",
    ),
  ),

  clause(
    5,
    "thanks a day later, help three days later",
    at(ORDERS, "sends thanks a day after a first order and help three days later"),
  ),
  clause(5, "not for canceled orders", at(ORDERS, "skips a canceled order")),
  clause(
    5,
    "not for orders of the point of sale",
    excludedBy("Point-of-sale orders get no thank-you."),
  ),

  clause(
    5,
    "another text for the first order, later ones and the best customers",
    at(STORIES, "who orders for the first time"),
    at(STORIES, "who orders again"),
    at(STORIES, "who orders again, and is among the best"),
  ),
  clause(5, "exit: refund", at(STORIES, "who gets the money back after the first email")),

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

  clause(6, "not after a return", at(STORIES, "who sent it back")),
  clause(
    6,
    "what is bought after it, minus what they own",
    at(STORIES, "whose order arrived, and who clicks"),
    at(RECOMMEND, "finds what was bought after an order, not in it"),
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
    excludedBy("How long a unit of a product lasts is learned, not asked"),
  ),
  clause(8, "exit: bought again", at(STORIES, "who buys it again after the first email")),
  clause(8, "larger sizes, subscriptions", excludedBy("**Larger sizes and subscriptions**")),
];
