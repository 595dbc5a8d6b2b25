import { seededRandom, type Random } from "../../shopify/life/seeded-random";
import type { ReceivedEmail, Stage } from "../../support/stage";
import { playActions, type Act } from "../flows/act";
import { openBrowsers, PHONE } from "../flows/browsers";
import { addressOf } from "../flows/store";
import { buys, DAY, type Action } from "../flows/story";
import { isNight } from "./checks";
import { changeCatalog, visit } from "./habits";
import { PEOPLE } from "./shop";

/** While something is due the clock stops once a day, at this hour by UTC. */
const STOP_HOUR = 17;
/** How long the app waits before it decides whether a person clicked, and more. */
const LAST_CLICKS_HOURS = 3;
const ROUND_DAYS = 2;
const MINUTE_HOURS = 1 / 60;
const HOUR_MS = 3_600_000;
/** The catalog is changed in the name of nobody. */
const MERCHANT = "3000";

/** What customers did with their emails, and when they subscribed and unsubscribed. */
export interface Life {
  readonly clicks: { readonly customerId: string; readonly messageId: string; readonly at: Date }[];
  /** By customer, in order. */
  readonly consents: Map<string, { readonly at: Date; readonly isSubscribed: boolean }[]>;
}

interface Scene extends Life {
  readonly stage: Stage;
  readonly random: Random;
  /** Emails that their reader has looked at. */
  readonly read: Set<string>;
  /** Orders that are not yet delivered, by the hour of each. */
  readonly orders: { readonly customerId: string; readonly hours: number }[];
}

/** Lives through some days. Customers read their email and visit the store every second day, at any hour. */
export async function playMonths(stage: Stage, days: number, seed: number): Promise<Life> {
  const browsers = await openBrowsers(stage);
  const random = seededRandom(seed, "months");
  const consents = new Map(
    PEOPLE.map(({ customerId, agreed = true }) => [
      customerId,
      [{ at: stage.openedAt, isSubscribed: agreed }],
    ]),
  );
  const scene: Scene = { stage, random, clicks: [], consents, read: new Set(), orders: [] };
  let now = 0;
  for (let round = 0; round < days / ROUND_DAYS; round++) {
    const hours = Math.floor((round + random()) * ROUND_DAYS * DAY);
    for (let stop = await nextStop(stage, now); stop < hours; stop = await nextStop(stage, now)) {
      await stage.advance(stop - now);
      now = stop;
    }
    // Nobody reads an email in the second of its arrival.
    const emails = await stage.emails();
    await stage.advance(hours - now);
    now = hours;
    const acts = await planActs(scene, { round, hours, emails });
    await playActions({ stage, browsers, clicked: new Set() }, acts);
    await noteActs(scene, acts);
    await stage.advance(0);
  }
  await stage.advance(LAST_CLICKS_HOURS);
  return scene;
}

/** When the clock stops next for what is due; before an email expires that may still leave. In hours. */
async function nextStop({ withDatabase, openedAt, shops }: Stage, now: number): Promise<number> {
  const shopId = shops[0]!;
  const [row] = await withDatabase(
    (db) => db.$queryRaw<{ due: Date | null; latest: Date | null }[]>`
      select least(
          (select min(next_attempt_at) from message_sending
            where shop_id = ${shopId} and state = 'planned'),
          (select min(next_run_at) from enrollment
            where shop_id = ${shopId} and state in ('scheduled', 'active'))) as due,
        (select min(greatest(next_attempt_at, expires_at - interval '1 minute')) from message_sending
          where shop_id = ${shopId} and state = 'planned') as latest`,
  );
  const hoursOf = (at: Date | null | undefined) =>
    at ? (at.getTime() - openedAt.getTime()) / HOUR_MS : Infinity;
  const stop = row?.due ? hoursOf(stopAfter(row.due)) : Infinity;
  return Math.max(now + MINUTE_HOURS, Math.min(stop, hoursOf(row?.latest)));
}

/** The next stop, unless the night begins before it: then the very time, as what is due may not wait for the morning. */
function stopAfter(due: Date): Date {
  const stop = new Date(new Date(due).setUTCHours(STOP_HOUR, 0, 0, 0));
  if (stop >= due) return stop;
  return isNight(due) ? new Date(stop.getTime() + DAY * HOUR_MS) : due;
}

/** What everybody does in one round, at one time. */
async function planActs(
  scene: Scene,
  { round, hours, emails }: { round: number; hours: number; emails: readonly ReceivedEmail[] },
): Promise<readonly Act[]> {
  const acts: Act[] = [];
  const does = (customerId: string, actions: readonly Action[]) =>
    acts.push(...actions.map((action) => ({ hours, person: { customerId }, action })));
  does(MERCHANT, changeCatalog(round));
  for (const { customerId, hours: orderedAt } of scene.orders.splice(0)) {
    does(customerId, [{ kind: endOf(scene.random()), orderedAt }]);
  }
  for (const { customerId } of PEOPLE) {
    const toThem = emails.filter(({ to }) => to === addressOf(customerId));
    const reactions = await readEmails(scene, customerId, toThem);
    const { isSubscribed } = scene.consents.get(customerId)!.at(-1)!;
    does(customerId, reactions.length > 0 ? reactions : visit(scene.random, isSubscribed));
  }
  return acts;
}

const endOf = (chance: number) =>
  chance < 0.08 ? "cancels" : chance < 0.16 ? "returns" : "receives";

/** Follows links of new emails, or unsubscribes; some order what they clicked. */
async function readEmails(
  { stage, random, read, clicks, consents }: Scene,
  customerId: string,
  emails: readonly ReceivedEmail[],
): Promise<Action[]> {
  const headers = { "user-agent": PHONE, "x-forwarded-for": `203.0.113.${customerId.slice(2)}` };
  const at = new Date((await stage.control.clock()).now);
  let orders = false;
  for (const { messageId, links, unsubscribeUrl } of emails.filter(
    (it) => !read.has(it.messageId),
  )) {
    read.add(messageId);
    const chance = random();
    if (chance < 0.05) {
      const body = new URLSearchParams({ "List-Unsubscribe": "One-Click" });
      await fetch(unsubscribeUrl, { method: "POST", headers, body });
      consents.get(customerId)!.push({ at, isSubscribed: false });
    } else if (chance < 0.35 && links[0] !== undefined) {
      await fetch(links[0], { redirect: "manual", headers });
      clicks.push({ customerId, messageId, at });
      orders ||= random() < 0.4;
    }
  }
  return orders ? [buys("mug")] : [];
}

async function noteActs({ stage, consents, orders }: Scene, acts: readonly Act[]): Promise<void> {
  const at = new Date((await stage.control.clock()).now);
  for (const { hours, person, action } of acts) {
    const { customerId } = person;
    if (action.kind === "buys") orders.push({ customerId, hours });
    if (action.kind === "agrees" || action.kind === "refuses") {
      consents.get(customerId)!.push({ at, isSubscribed: action.kind === "agrees" });
    }
  }
}
