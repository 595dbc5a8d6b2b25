import { buys, cancels, clicks, DAY, receives, returns, type Stories } from "../story";

/** A customer who orders coffee once a month, last this many days ago. */
export const monthly = (daysAgo: number) =>
  [90, 60, 30, 0].map((days) => [days + daysAgo, "coffee"] as const);

export const THANK_YOU: Stories = {
  "who orders for the first time": {
    does: [[0, buys("tray")]],
    gets: [
      [1 * DAY, "email-1"],
      [4 * DAY, "email-2", ["napkin", "spoon"]],
    ],
  },
  "who orders again": {
    bought: [[25, "mug"]],
    does: [[0, buys("tray")]],
    gets: [
      [1 * DAY, "email-1-again"],
      [4 * DAY, "email-2-again", ["napkin", "spoon"]],
    ],
  },
  "who orders again, and is among the best": {
    bought: [
      [60, "throw", 9],
      [30, "throw", 9],
    ],
    does: [[0, buys("throw", 9)]],
    gets: [
      [1 * DAY, "email-1-best"],
      [4 * DAY, "email-2-again"],
    ],
  },
  "who cancels the order": {
    does: [
      [0, buys("tray")],
      [4, cancels],
    ],
    gets: [],
  },
  "who gets the money back after the first email": {
    does: [
      [0, buys("tray")],
      [2 * DAY, returns],
    ],
    gets: [[1 * DAY, "email-1"]],
  },
};

/** Five days of delivery and two weeks. The thank-you email has already shown five better matches. */
export const CROSS_SELL: Stories = {
  "whose order arrived, and who clicks": {
    does: [
      [0, buys("teapot")],
      [0, receives],
      [19 * DAY + 1, clicks],
    ],
    gets: [
      [19 * DAY, "email-1", ["caddy"], ["tin", "sieve", "jug", "cosy", "trivet"]],
      [26 * DAY, "email-2"],
    ],
  },
  "whose order arrived, and who does not click": {
    does: [
      [0, buys("teapot")],
      [0, receives],
    ],
    gets: [[19 * DAY, "email-1", ["caddy"], ["tin", "sieve", "jug", "cosy", "trivet"]]],
  },
  "who orders again before": {
    does: [
      [0, buys("teapot")],
      [0, receives],
      [7 * DAY, buys("tin")],
    ],
    gets: [],
  },
  "who sent it back": {
    does: [
      [0, buys("teapot")],
      [0, receives],
      [7 * DAY, returns],
    ],
    gets: [],
  },
  "whose order has not been sent": { does: [[0, buys("teapot")]], gets: [] },
};

/** Five days of delivery and a week. */
export const REVIEW_REQUEST: Stories = {
  "whose order arrived, and who clicks": {
    does: [
      [0, buys("teapot")],
      [0, receives],
      [310, clicks],
    ],
    gets: [[12 * DAY, "email-1", ["teapot"]]],
  },
  "whose order arrived, and who does not click": {
    does: [
      [0, buys("teapot")],
      [0, receives],
    ],
    gets: [
      [12 * DAY, "email-1", ["teapot"]],
      [19 * DAY + 20, "email-2", ["teapot"]],
    ],
  },
  "who sent it back": {
    does: [
      [0, buys("teapot")],
      [0, receives],
      [7 * DAY, returns],
    ],
    gets: [],
  },
};

/** Coffee lasts a month. The scan runs an hour after the beginning. */
export const REPLENISHMENT: Stories = {
  "who has used it up in five days": {
    bought: monthly(25),
    gets: [
      [1, "email-1", ["coffee"]],
      [1 + 8 * DAY, "email-2", ["coffee"]],
    ],
  },
  "who clicks in the first email": {
    bought: monthly(25),
    does: [[2.5, clicks]],
    gets: [[1, "email-1", ["coffee"]]],
  },
  "who buys it again after the first email": {
    bought: monthly(25),
    does: [[4 * DAY, buys("coffee")]],
    gets: [[1, "email-1", ["coffee"]]],
  },
  "who bought twice as much": {
    bought: [...monthly(25).slice(0, 3), [25, "coffee", 2]],
    gets: [],
  },
  "who bought what few buy again": { bought: [[25, "pot"]], gets: [] },
};
