import {
  optsIn,
  requestsAlert,
  buys,
  cancels,
  clicks,
  DAY,
  abandonsCheckout,
  looksAt,
  refuses,
  type Stories,
} from "../story";
import { monthly } from "./orders";

export const WELCOME: Stories = {
  "who agrees to email": {
    agreed: false,
    does: [[0, optsIn]],
    gets: [
      [0, "email-1", ["coffee"]],
      [2 * DAY, "email-2"],
      [4 * DAY, "email-3"],
    ],
  },
  "who has ordered before": {
    agreed: false,
    bought: [[25, "mug"]],
    does: [[0, optsIn]],
    gets: [
      [0, "email-1-known", ["pot"]],
      [2 * DAY, "email-2-known"],
      [4 * DAY, "email-3-known"],
    ],
  },
  "who orders after the first email": {
    agreed: false,
    does: [
      [0, optsIn],
      [1 * DAY, buys("board")],
    ],
    gets: [[0, "email-1"]],
  },
  "who takes it back after the first email": {
    agreed: false,
    does: [
      [0, optsIn],
      [1 * DAY, refuses],
    ],
    gets: [[0, "email-1"]],
  },
  "who agreed long ago": { gets: [] },
};

/** The scan runs an hour after the beginning. */
export const WIN_BACK: Stories = {
  "who has not ordered for two months": {
    bought: [[75, "mug"]],
    gets: [
      // What others buy who bought a mug, not what is new.
      [1, "email-1", ["candle", "coffee"], ["pot"]],
      [1 + 7 * DAY, "email-2"],
      [1 + 14 * DAY, "email-3-small"],
    ],
  },
  "who has not ordered for two months, and was a good customer": {
    bought: [
      [95, "throw", 8],
      [75, "throw", 8],
    ],
    // Mornings after emails to the top customers, which have priority.
    gets: [
      [20, "email-1"],
      [1 + 7 * DAY, "email-2"],
      [20 + 14 * DAY, "email-3"],
      [1 + 28 * DAY, "email-4"],
    ],
  },
  "who then orders": {
    bought: [[75, "mug"]],
    does: [[4 * DAY, buys("board")]],
    gets: [[1, "email-1", ["candle", "coffee"], ["pot"]]],
  },
  "who orders each month, and did a week ago": { bought: monthly(7), gets: [] },
  "who never ordered": { gets: [] },
};

/** Gets more than eight emails in ten days from four flows, then does nothing. */
const emailed = [
  [0, optsIn],
  [0, abandonsCheckout("tray")],
  [0, looksAt("lamp", 2)],
  [0, requestsAlert("slippers")],
  [8 * DAY, abandonsCheckout("tray")],
] as const;

/** Half a year, since it is emailed less than weekly, and an hour until the scan. */
const QUIET = 180 * DAY + 1;

export const SUNSET: Stories = {
  "who has not reacted for half a year": {
    agreed: false,
    does: emailed,
    gets: [
      [QUIET, "email-1"],
      [QUIET + 7 * DAY, "email-2"],
      [QUIET + 14 * DAY, "email-3"],
    ],
  },
  "who clicks in the first of them": {
    agreed: false,
    does: [...emailed, [QUIET + 1, clicks]],
    gets: [[QUIET, "email-1"]],
  },
  "who clicked once": { agreed: false, does: [...emailed, [26 * DAY, clicks]], gets: [] },
  "who had few emails": {
    agreed: false,
    does: [
      [0, optsIn],
      [0, abandonsCheckout("tray")],
    ],
    gets: [],
  },
};

/** The scan for top customers runs once an hour. */
export const VIP: Stories = {
  "who comes among the best": {
    does: [[0, buys("throw", 15)]],
    gets: [
      [1, "email-1", ["pot", "lamp"]],
      [1 + 14 * DAY, "email-2"],
    ],
  },
  "who comes among the best, and sends it back after the first email": {
    does: [
      [0, buys("throw", 15)],
      [7 * DAY, cancels],
    ],
    gets: [[1, "email-1"]],
  },
  "who buys little": { does: [[0, buys("mug")]], gets: [] },
};

/** At ten in the morning, three days before. */
export const BIRTHDAY: Stories = {
  "who signed up a year ago in three days": {
    cameDaysAgo: 362,
    bought: [[25, "mug"]],
    gets: [
      [22, "email-1"],
      [22 + 12 * DAY, "email-2"],
    ],
  },
  "who orders after the first email": {
    cameDaysAgo: 362,
    bought: [[25, "mug"]],
    does: [[4 * DAY, buys("board")]],
    gets: [[22, "email-1"]],
  },
  "who never ordered": { cameDaysAgo: 362, gets: [] },
  "whose day is in a month": { cameDaysAgo: 335, bought: [[25, "mug"]], gets: [] },
};

/** At ten in the morning. */
export const NEXT_ORDER: Stories = {
  "who comes close to it while another flow reminds them of their coffee": {
    bought: monthly(24),
    gets: [],
  },
  "who was as close to it when first scored": { bought: monthly(28), gets: [] },
  "who is in another flow": {
    bought: monthly(24),
    does: [[2 * DAY, abandonsCheckout("tray")]],
    gets: [],
  },
  "who never ordered": { gets: [] },
  "who has just ordered": { bought: [...monthly(28), [2, "mug"]], gets: [] },
};
