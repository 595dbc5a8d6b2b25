import {
  requestsAlert,
  buys,
  clicks,
  DAY,
  looksAt,
  price,
  addsToCart,
  refuses,
  stock,
  type Stories,
} from "../story";

export const BACK_IN_STOCK: Stories = {
  "who asked for it": {
    does: [
      [0, requestsAlert("slippers")],
      [4, stock("slippers", 50)],
    ],
    gets: [
      [4, "email-1", ["slippers"]],
      [4 + DAY, "email-2", ["slippers"]],
    ],
  },
  "who asked for it, and for no other email": {
    agreed: false,
    does: [[0, requestsAlert("slippers")]],
    gets: [
      [4, "email-1", ["slippers"]],
      [4 + DAY, "email-2", ["slippers"]],
    ],
  },
  "who clicks in the first email": {
    does: [
      [0, requestsAlert("slippers")],
      [6, clicks],
    ],
    gets: [[4, "email-1", ["slippers"]]],
  },
  "who buys it after the first email": {
    does: [
      [0, requestsAlert("slippers")],
      [1 * DAY, buys("slippers")],
    ],
    gets: [[4, "email-1", ["slippers"]]],
  },
  "who asked first for what came back once": {
    does: [
      [0, requestsAlert("clock")],
      [4, stock("clock", 1)],
      [5, stock("clock", 0)],
    ],
    gets: [[4, "email-1", ["clock"]]],
  },
  "who asked second": { does: [[0.5, requestsAlert("clock")]], gets: [[4, "email-1", ["clock"]]] },
  "who asked third, and it is gone within the hour": {
    does: [[2.5, requestsAlert("clock")]],
    gets: [[5 + 7 * DAY, "email-3", ["clock"]]],
  },
  "who asked third too, and then for no email at all": {
    does: [
      [3, requestsAlert("clock")],
      [3 * DAY, refuses],
    ],
    gets: [],
  },
  "who asked first for what is gone and back again": {
    does: [
      [0, requestsAlert("kettle")],
      [4, stock("kettle", 1)],
      [5, stock("kettle", 0)],
      [5 + 2 * DAY, stock("kettle", 50)],
    ],
    gets: [[4, "email-1", ["kettle"]]],
  },
  "who asked second for it": {
    does: [[0.5, requestsAlert("kettle")]],
    gets: [[4, "email-1", ["kettle"]]],
  },
  "who asked third for it, and is notified when it is back": {
    does: [[2.5, requestsAlert("kettle")]],
    gets: [
      [5 + 2 * DAY, "email-1", ["kettle"]],
      [5 + 3 * DAY, "email-2", ["kettle"]],
    ],
  },
  "who asked for it, and then for no email at all": {
    does: [
      [0, requestsAlert("slippers")],
      [0.5, refuses],
    ],
    gets: [],
  },
  "who asked for what is still away": { does: [[0, requestsAlert("hat")]], gets: [] },
};

/** Two hours after the price change. */
export const PRICE_DROP: Stories = {
  "who looked at it when it cost more": {
    does: [
      [0, looksAt("lamp", 1)],
      [4, price("lamp", "64.00")],
    ],
    gets: [[6, "email-1", ["lamp"]]],
  },
  "who bought it meanwhile": {
    does: [
      [0, looksAt("lamp", 1)],
      [4, buys("lamp")],
    ],
    gets: [],
  },
  "who looked at what costs a little less": {
    does: [
      [0, looksAt("board", 1)],
      [4, price("board", "24.00")],
    ],
    gets: [],
  },
  "who looked at what had a wrong price for an hour": {
    does: [
      [0, looksAt("vase", 1)],
      [4, price("vase", "4.00")],
      [5, price("vase", "40.00")],
    ],
    gets: [],
  },
};

export const LOW_STOCK: Stories = {
  "who looked at it often": {
    does: [
      [0, looksAt("candle", 3)],
      [1 * DAY, stock("candle", 4)],
    ],
    gets: [[1 * DAY, "email-1", ["candle"]]],
  },
  "who has it in the cart": {
    does: [[0, addsToCart("candle")]],
    gets: [[1 * DAY, "email-1", ["candle"]]],
  },
  "who looked at it once": { does: [[0, looksAt("candle", 1)]], gets: [] },
  "who looked often at what sells slowly": {
    does: [
      [0, looksAt("vase", 3)],
      [1 * DAY, stock("vase", 4)],
    ],
    gets: [],
  },
};
