import type { Study } from "./study";
import { baskets } from "./studies/baskets";
import { beauty } from "./studies/beauty";
import { blend } from "./studies/blend";
import { coldStart } from "./studies/cold-start";
import { itemSets } from "./studies/item-sets";
import { lifetime } from "./studies/lifetime";
import { logistic } from "./studies/logistic";
import { neighbors } from "./studies/neighbors";
import { nextOrder } from "./studies/next-order";
import { retailIntent } from "./studies/retail-intent";
import { retailItems } from "./studies/retail-items";
import { scale } from "./studies/scale";
import { sessions } from "./studies/sessions";
import { subjectLines } from "./studies/subject-lines";
import { texts } from "./studies/texts";
import { uplift } from "./studies/uplift";

/** The studies by the name of their part. */
export const STUDIES: Readonly<Record<string, Study>> = {
  beauty,
  scale,
  baskets,
  lifetime,
  intent: retailIntent,
  "next-order": nextOrder,
  items: retailItems,
  uplift,
  "item-sets": itemSets,
  logistic,
  neighbors,
  texts,
  sessions,
  "subject-lines": subjectLines,
  "cold-start": coldStart,
  blend,
};
