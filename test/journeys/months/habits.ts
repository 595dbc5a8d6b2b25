import { oneOf, type Random } from "../../shopify/life/seeded-random";
import { WARE_KEYS, type StoreProduct } from "../flows/store";
import {
  optsIn,
  requestsAlert,
  buys,
  abandonsCheckout,
  looksAt,
  price,
  addsToCart,
  refuses,
  stock,
  type Action,
} from "../flows/story";

/** Sold out now and then: people request to be notified. */
const COMES_AND_GOES: readonly StoreProduct[] = ["slippers", "hat", "clock", "kettle"];
const SOLD_ALWAYS = WARE_KEYS.filter((ware) => !COMES_AND_GOES.includes(ware));
const COSTS = { lamp: 80, vase: 40 } as const;
type Reduced = keyof typeof COSTS;
const REDUCED = Object.keys(COSTS) as Reduced[];

/** What a customer does in the store in one visit; most of the time they do not come. */
export function visit(random: Random, isSubscribed: boolean): Action[] {
  const chance = random();
  if (chance < 0.02) return isSubscribed ? [refuses] : [optsIn];
  if (chance < 0.1) return isSubscribed ? [] : [optsIn];
  if (chance > 0.6) return [];
  // Who does not subscribe requests nothing either: nothing may be sent to them.
  if (random() < 0.15) {
    return isSubscribed ? [requestsAlert(oneOf(random, COMES_AND_GOES)!)] : [];
  }
  const ware = random() < 0.4 ? oneOf(random, REDUCED)! : oneOf(random, SOLD_ALWAYS)!;
  const looks = looksAt(ware, 1 + Math.floor(3 * random()));
  const depth = random();
  if (depth < 0.45) return [looks];
  if (depth < 0.65) return [looks, addsToCart(ware)];
  if (depth < 0.85) return [looks, abandonsCheckout(ware)];
  return [looks, buys(ware)];
}

/** What changes in the catalog in a round: restocks, sales, and candles that run low. */
export function changeCatalog(round: number): Action[] {
  const restocked = COMES_AND_GOES[Math.floor(round / 2) % COMES_AND_GOES.length]!;
  const reduced = REDUCED[Math.floor(round / 3) % REDUCED.length]!;
  return [
    stock(restocked, round % 2 === 0 ? 20 : 0),
    ...(round % 3 === 1 ? [price(reduced, (COSTS[reduced] * 0.75).toFixed(2))] : []),
    ...(round % 3 === 2 ? [price(reduced, COSTS[reduced].toFixed(2)), stock("candle", 5)] : []),
    ...(round % 3 === 0 ? [stock("candle", 60)] : []),
  ];
}
