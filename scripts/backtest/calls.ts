import { baskets } from "./calls/baskets";
import { intent } from "./calls/intent";
import { items } from "./calls/items";
import { lifetime } from "./calls/lifetime";
import { logistic } from "./calls/logistic";
import { neighbors } from "./calls/neighbors";
import { nextOrder } from "./calls/next-order-date";
import { rules } from "./calls/rules";
import { scale } from "./calls/scale";
import { sequences } from "./calls/sequences";
import { sessions } from "./calls/sessions";
import { similar } from "./calls/similar";
import { uplift } from "./calls/uplift";

/** The calls by name. */
export const CALLS = {
  items,
  sequences,
  baskets,
  sessions,
  lifetime,
  intent,
  "next-order": nextOrder,
  uplift,
  rules,
  logistic,
  neighbors,
  similar,
  scale,
};
