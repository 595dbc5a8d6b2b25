import { items } from "./items";
import { sequences } from "./sequences";

/** The calls by the name they are asked for. */
export const CALLS = { items, sequences };
