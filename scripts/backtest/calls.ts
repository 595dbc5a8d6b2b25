import { baskets } from "./baskets";
import { items } from "./items";
import { lifetime } from "./lifetime";
import { logistic } from "./logistic";
import { rules } from "./rules";
import { sessions } from "./sessions";
import { sequences } from "./sequences";

/** The calls by the name they are asked for. */
export const CALLS = { items, sequences, sessions, baskets, lifetime, rules, logistic };
