import { at, clause, type Clause } from "./clause";

const ORDERS = "test/flows/library/visits-and-orders.db.test.ts";
const DECIDE = "test/delivery/decision/decide-delivery.test.ts";
const ENROLL = "test/flows/rules/enroll.test.ts";
const PLAN = "test/flows/rules/plan-step.test.ts";
const EXITS = "test/flows/rules/exit-reason.test.ts";
const RECOMMEND = "test/recommendations/lists/recommend.test.ts";
const ATTRIBUTE = "test/feedback/attribute-orders.db.test.ts";

/** Clauses common to all flows. */
export const COMMON: readonly Clause[] = [
  clause(
    0,
    "one enrollment for each flow, profile and object",
    at(ENROLL, "never enrolls twice for one checkout"),
  ),
  clause(
    0,
    "a second trigger updates the enrollment",
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
    0,
    "the provider's key and one row for each step",
    at("test/faults/outbox.db.test.ts", "send every email exactly once"),
    at(
      "test/flows/random-lives.db.test.ts",
      "I1 to I7: after any enrollment, click, edit, pause, move, send, crash and restore, each enrollment takes each step once and no opted-out customer is emailed",
    ),
  ),
  clause(
    0,
    "product filters",
    at(RECOMMEND, "follows its rules for any request"),
    at(RECOMMEND, "skips products of the last emails"),
    at(RECOMMEND, "skips a withheld product"),
  ),
  clause(
    0,
    "fallback lists replace the whole block, and none hides it",
    at(RECOMMEND, "keeps a list that fills half of the block instead of mixing two"),
    at(RECOMMEND, "shows the newest products first while a shop has no model"),
    at(RECOMMEND, "reports that there is nothing to offer"),
  ),
  clause(
    0,
    "credit to the last click of a person within the window, net of refunds",
    at(ATTRIBUTE, "credits an order to the click before it"),
    at(ATTRIBUTE, "gives no credit to a machine's click"),
    at(ATTRIBUTE, "reduces credit after a refund and removes it after a cancellation"),
    at(ATTRIBUTE, "uses the merchant's window"),
    at("test/journeys/months", "credits each order that follows a click, and nothing else"),
  ),
  clause(
    0,
    "all flows at once keep these rules",
    at("test/journeys/months", "no template repeats to a person within thirty days"),
    at("test/journeys/months", "nothing leaves at night"),
    at("test/journeys/months", "no email that the shop starts leaves above the caps"),
  ),
];
