import {
  buys,
  clicks,
  DAY,
  abandonsCheckout,
  looksAt,
  addsToCart,
  stock,
  removesFromCart,
  type Stories,
} from "../story";

/** An hour idle; four hours for a high-priced product. */
export const BROWSE_ABANDONMENT: Stories = {
  "who looks twice, and clicks in the email": {
    does: [
      [0, looksAt("carafe", 2)],
      [2.5, clicks],
    ],
    gets: [
      [1, "email-1", ["carafe"]],
      [1 + DAY, "email-2", ["carafe"]],
    ],
  },
  "who looks twice, does not click and seldom orders": {
    bought: [[140, "mug"]],
    does: [[0, looksAt("carafe", 2)]],
    gets: [[1, "email-1", ["carafe"]]],
  },
  "who looked at what is sold out by then": {
    bought: [[140, "mug"]],
    does: [
      [0, looksAt("stool", 2)],
      [0.5, stock("stool", 0)],
    ],
    gets: [[1, "email-1", ["stool"]]],
  },
  "who views a high-priced product twice": {
    bought: [[140, "mug"]],
    does: [[0, looksAt("throw", 2)]],
    gets: [[20, "email-1", ["throw"]]],
  },
  "who glances": { does: [[0, looksAt("carafe", 1)]], gets: [] },
  "who puts it into the cart": {
    does: [
      [0, looksAt("carafe", 2)],
      [0.5, addsToCart("carafe")],
    ],
    gets: [],
  },
  "who ordered last week": {
    bought: [[7, "mug"]],
    does: [[0, looksAt("carafe", 2)]],
    gets: [],
  },
};

/** An hour idle. The next email does not repeat recommendations. */
export const ABANDONED_CART: Stories = {
  "who leaves a cart, and would order anyway": {
    does: [[0, addsToCart("tray")]],
    gets: [
      [1, "email-1", ["tray"]],
      [1 + DAY, "email-2", ["tray", "napkin", "spoon"]],
    ],
  },
  "who leaves a cart, and may or may not order": {
    bought: [[60, "mug"]],
    does: [[0, addsToCart("tray")]],
    gets: [
      [1, "email-1", ["tray"]],
      // A win-back email has recommended the napkin and the spoon in between.
      [20 + DAY, "email-2", ["tray"], ["napkin", "spoon"]],
      [20 + 2 * DAY, "email-3", ["tray"]],
    ],
  },
  "who orders after the first email": {
    does: [
      [0, addsToCart("tray")],
      [4, buys("tray")],
    ],
    gets: [[1, "email-1", ["tray"]]],
  },
  "who goes on to the checkout": {
    does: [
      [0, addsToCart("tray")],
      [0.5, abandonsCheckout("tray")],
    ],
    gets: [],
  },
  "who empties it again": {
    does: [
      [0, addsToCart("tray")],
      [0.5, removesFromCart("tray")],
    ],
    gets: [],
  },
  "whose cart holds only what is sold out": { does: [[0, addsToCart("hat")]], gets: [] },
};

/** An hour idle, and ten minutes in which an order may still arrive. */
export const ABANDONED_CHECKOUT: Stories = {
  "who leaves a checkout": {
    does: [[0, abandonsCheckout("tray")]],
    gets: [
      [1, "email-1", ["tray"], ["napkin", "spoon"]],
      [1 + DAY, "email-2", ["tray", "napkin", "spoon"]],
      [1 + 2 * DAY, "email-3", ["tray"], ["napkin", "spoon"]],
    ],
  },
  "who orders something else after the first email": {
    does: [
      [0, abandonsCheckout("tray")],
      [4, buys("mug")],
    ],
    gets: [[1, "email-1", ["tray"]]],
  },
  "who orders at once": {
    does: [
      [0, abandonsCheckout("tray")],
      [0.5, buys("tray")],
    ],
    gets: [],
  },
  "who has not agreed to email": {
    agreed: false,
    does: [[0, abandonsCheckout("tray")]],
    gets: [],
  },
  "whose checkout holds only what is sold out": {
    does: [[0, abandonsCheckout("hat")]],
    gets: [],
  },
};
