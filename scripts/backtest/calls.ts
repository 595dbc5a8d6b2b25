import { baskets } from "./baskets";
import { intent } from "./intent";
import { items } from "./items";
import { lifetime } from "./lifetime";
import { logistic } from "./logistic";
import { neighbours } from "./neighbours";
import { rules } from "./rules";
import { scale } from "./scale";
import { sequences } from "./sequences";
import { sessions } from "./sessions";
import { similar } from "./similar";
import { uplift } from "./uplift";

/** The calls by the name they are asked for. */
export const CALLS = {
  items,
  sequences,
  baskets,
  sessions,
  lifetime,
  intent,
  uplift,
  rules,
  logistic,
  neighbours,
  similar,
  scale,
};
