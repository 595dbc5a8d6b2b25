import { at, clause, omitted, type Clause } from "./clause";

const HABITS = "test/flows/library/habits.db.test.ts";
const PRODUCTS = "test/flows/library/products.db.test.ts";
const PRICE = "test/flows/library/price-drop.db.test.ts";
const SUNSET = "test/flows/library/sunset.db.test.ts";
/** Titles there are the stories' own. */
const STORIES = "test/journeys/flows/stories";

/** Flows 9 to 16. */
export const NINE_TO_SIXTEEN: readonly Clause[] = [
  clause(
    9,
    "away for longer than usual, over four weeks",
    at(HABITS, "writes over four weeks to who has been away for longer than usual"),
  ),
  clause(
    9,
    "by their own rhythm; exit: order",
    at(HABITS, "leaves alone who ordered lately, or whose rhythm is slow, and stops with an order"),
  ),
  clause(
    9,
    "more likely gone than not",
    at(
      HABITS,
      "takes somebody for lost by the predictions only after the time that is usual for them",
    ),
  ),
  clause(9, "half from newest arrivals", omitted("A win-back's first mail shows what is newest")),
  clause(9, "split on churn reason", omitted("**Churn's reason**")),

  clause(
    10,
    "asked three times, then suppressed",
    at(SUNSET, "asks three times, then writes no more"),
  ),
  clause(
    10,
    "eight emails since the last sign of life",
    at(SUNSET, "never asks who answered by a %s and simply was not written to since"),
    at(SUNSET, "leaves alone who clicked"),
  ),
  clause(
    10,
    "opens count only where a person made them",
    at(SUNSET, "asks who answered none of eight, though a program opened them"),
  ),
  clause(
    10,
    "exit: a choice of what they get",
    at(SUNSET, "ends with a choice of what they get, and leaves alone who chose lately"),
  ),
  clause(
    10,
    "yes, less often, pause and no",
    at(SUNSET, "offers less often, a pause and no by links that lead where they say"),
    at(
      "test/routes/preference-page.db.test.ts",
      "a button of a mail leads to its choice made, which holds once it is saved and not before",
    ),
    omitted("What somebody gets less of, or pauses"),
  ),
  clause(10, "no more profiling", omitted("**Stop profiling**")),

  clause(
    11,
    "oldest first, at most twice the units in an hour",
    at(PRODUCTS, "tells at once, oldest first and no more people than twice the units"),
  ),
  clause(
    11,
    "the second only while in stock",
    at(PRODUCTS, "sends no second mail once it is sold out again"),
  ),
  clause(
    11,
    "gone again before their turn: alternatives after a week, once",
    at(PRODUCTS, "offers what is like it a week later, once, and only to those who were not told"),
    omitted("Whoever waits for what is sold out again"),
  ),
  clause(
    11,
    "a request is its own consent",
    at(STORIES, "who asked for it, and for no other mail"),
  ),
  clause(11, "locations that ship; requests of several units", omitted("**Places of stock.**")),

  clause(
    12,
    "a tenth cheaper than what they saw, after two hours",
    at(PRICE, "tells who looked at it two hours after it became a tenth cheaper"),
  ),
  clause(12, "who began a checkout too", at(PRICE, "tells who began a checkout of it, too")),
  clause(
    12,
    "not who has it, nor who holds a discount",
    at(PRICE, "stays silent to who has it already"),
    at(PRICE, "stays silent to who was mailed a discount, while they can use it"),
  ),
  clause(
    12,
    "no typing error, no small drop, no first price",
    at(PRICE, "stays silent of a slip that was mended, of a small drop, and of a first price"),
    at(PRICE, "stays silent of a drop of a few pence, whatever its share"),
  ),
  clause(
    12,
    "old and new price; in Europe the lowest of 30 days",
    at(PRICE, "shows %s"),
    at(PRICE, "stays silent of a price that was as low within the 30 days before"),
    at("test/catalog/price-history.test.ts", "is not known before 30 days of prices are"),
  ),
  clause(
    12,
    "other reduced products in the same mail",
    omitted("A price drop is about one product"),
  ),

  clause(
    13,
    "looked at three times, four left, sells daily",
    at(PRODUCTS, "tells who looked at it three times that four are left"),
  ),
  clause(
    13,
    "true numbers only",
    at(PRODUCTS, "stays silent where there is more again before the mail leaves"),
    at(PRODUCTS, "stays silent of what hardly sells, and of what is sold out"),
  ),

  clause(
    14,
    "among the best twentieth, and two weeks later",
    at(HABITS, "thanks who is among the best twentieth, and again two weeks later"),
  ),
  clause(
    14,
    "exit: leaves the tier",
    at(HABITS, "writes no more to who is not among them any more"),
  ),
  clause(
    14,
    "new arrivals by taste",
    omitted("New arrivals for the best customers are the newest"),
  ),

  clause(
    15,
    "three days before, at the best hour, and a reminder",
    at(HABITS, "writes three days before, at a good hour, and once more"),
  ),
  clause(
    15,
    "last order within 24 months",
    at(HABITS, "stays silent on other days, and to who has not ordered for two years"),
  ),
  clause(15, "the date of birth", omitted("**Birthdays.**")),

  clause(
    16,
    "crosses upward, and never at the first scoring",
    at(HABITS, "writes to who has come among the most likely, and not to who was there or is new"),
    at(HABITS, "stays silent to who was as close to an order a day before"),
  ),
  clause(
    16,
    "expected within three days, at the best hour",
    at(HABITS, "writes at the best hour to who is expected to order within three days"),
  ),
  clause(
    16,
    "exit: score falls",
    at(HABITS, "stays silent where it is expected no more before the mail leaves"),
  ),
  clause(
    16,
    "alone, and not after an order",
    at(STORIES, "who is in another flow"),
    at(STORIES, "who has just ordered"),
  ),
  clause(16, "uplift", omitted("**Uplift of the next order.**")),
];
