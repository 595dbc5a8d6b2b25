import { baskets } from "./baskets";
import { intent } from "./intent";
import { items } from "./items";
import { lifetime } from "./lifetime";
import { logistic } from "./logistic";
import { rules } from "./rules";
import { sessions } from "./sessions";
import { sequences } from "./sequences";
import { uplift } from "./uplift";

/** The calls by the name they are asked for. */
export const CALLS = {
  items,
  sequences,
  sessions,
  baskets,
  lifetime,
  intent,
  uplift,
  rules,
  logistic,
};
