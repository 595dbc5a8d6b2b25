import type { Database } from "~/db.server";
import type { ReceivedEmail, Stage } from "../../support/stage";
import { playActions } from "../flows/act";
import { openBrowsers, PHONE, type Browsers } from "../flows/browsers";
import { addressOf } from "../flows/store";
import { DAY } from "../flows/story";
import { hoursOn } from "./day-plan";
import { planDay, type PlannedCustomer, type PlannedDay } from "./shop";
import { nextStop, nextRegularStop } from "./stops";

const HOUR_MS = 3_600_000;
/** How long the app waits before it decides whether a person clicked, and more. */
const LAST_CLICKS_HOURS = 3;

/** What customers did with their emails, and when they subscribed and unsubscribed. */
export interface Life {
  readonly clicks: { readonly customerId: string; readonly messageId: string; readonly at: Date }[];
  /** By customer, in order. */
  readonly consents: Map<string, { readonly at: Date; readonly isSubscribed: boolean }[]>;
}

interface Scene extends Life {
  readonly stage: Stage;
  readonly browsers: Browsers;
  /** Emails that their reader has looked at. */
  readonly read: Set<string>;
}

/** Lives through some days. */
export async function playMonths(
  stage: Stage,
  db: Database["db"],
  customers: readonly PlannedCustomer[],
  days: number,
): Promise<Life> {
  const scene: Scene = {
    ...{ stage, browsers: await openBrowsers(stage), read: new Set(), clicks: [] },
    consents: new Map(
      customers.map(({ customerId, agreed = true }) => [
        customerId,
        [{ at: stage.openedAt, isSubscribed: agreed }],
      ]),
    ),
  };
  let now = 0;
  const stopAt = async (hours: number) => {
    await stage.advance(hours - now);
    now = hours;
  };
  /** Moves close to the hour: to the last stop before it. */
  const moveBefore = async (hours: number) => {
    const next = () => nextStop(db, stage, now);
    for (let stop = await next(); stop < hours; stop = await next()) await stopAt(stop);
  };
  for (let day = 0; day < days; day++) {
    const plans = planDay(customers, day);
    if (plans.length === 0) continue;
    const hours = hoursOn(day);
    await moveBefore(hours);
    // Nobody reads an email in the second of its arrival.
    const emails = await stage.emails();
    await stopAt(hours);
    await playDay(scene, { hours, plans, emails });
    await stage.advance(0);
    await stopAt(nextRegularStop(hours));
  }
  await moveBefore(days * DAY);
  await stopAt(days * DAY + LAST_CLICKS_HOURS);
  return scene;
}

/** What everybody does on a day, at one time. */
async function playDay(
  scene: Scene,
  {
    hours,
    plans,
    emails,
  }: { hours: number; plans: readonly PlannedDay[]; emails: readonly ReceivedEmail[] },
): Promise<void> {
  const { stage, browsers, consents, read } = scene;
  const at = new Date(stage.openedAt.getTime() + hours * HOUR_MS);
  for (const { customerId, inbox } of plans) {
    const unread = emails.filter(
      ({ to, messageId }) => to === addressOf(customerId) && !read.has(messageId),
    );
    for (const { messageId } of unread) read.add(messageId);
    if (inbox === "clicks") await click(scene, customerId, unread, at);
    if (inbox === "unsubscribes") await unsubscribe(scene, customerId, unread, at);
  }
  const acts = plans.flatMap(({ customerId, actions = [] }) =>
    actions.map((action) => ({ hours, person: { customerId }, action })),
  );
  await playActions({ stage, browsers, clicked: new Set() }, acts);
  for (const { person, action } of acts) {
    if (action.kind !== "agrees" && action.kind !== "refuses") continue;
    consents.get(person.customerId)!.push({ at, isSubscribed: action.kind === "agrees" });
  }
}

/** Their own address, since many clicks from one are a scanner's. */
const headersOf = (customerId: string) => ({
  "user-agent": PHONE,
  "x-forwarded-for": `203.0.${customerId.slice(0, 2)}.${customerId.slice(2)}`,
});

/** Follows the first link of each email that has one. */
async function click(
  { clicks }: Scene,
  customerId: string,
  emails: readonly ReceivedEmail[],
  at: Date,
): Promise<void> {
  for (const { messageId, links } of emails) {
    if (links[0] === undefined) continue;
    await fetch(links[0], { redirect: "manual", headers: headersOf(customerId) });
    clicks.push({ customerId, messageId, at });
  }
}

/** With one click, in a new email. */
async function unsubscribe(
  { consents }: Scene,
  customerId: string,
  emails: readonly ReceivedEmail[],
  at: Date,
): Promise<void> {
  const email = emails.find(({ unsubscribeUrl }) => unsubscribeUrl !== "");
  if (!email) throw new Error(`${customerId} has no new email to unsubscribe in`);
  const body = new URLSearchParams({ "List-Unsubscribe": "One-Click" });
  const init = { method: "POST", headers: headersOf(customerId), body };
  const answer = await fetch(email.unsubscribeUrl, init);
  if (!answer.ok) throw new Error(`The unsubscribe link answered ${answer.status}`);
  consents.get(customerId)!.push({ at, isSubscribed: false });
}
