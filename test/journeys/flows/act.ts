import type { HappeningInput } from "../../shopify/happening";
import type { Stage } from "../../support/stage";
import { PHONE, type Browsers } from "./browsers";
import type { Person } from "./people";
import { addressOf, lineOf } from "./store";
import type { Action } from "./story";

export interface StoryContext {
  readonly stage: Stage;
  readonly browsers: Browsers;
  /** Emails with a click. */
  readonly clicked: Set<string>;
}

/** An action of a person at an hour. */
export interface Act {
  readonly hours: number;
  readonly person: Pick<Person, "customerId">;
  readonly action: Action;
}

const IN_BROWSER: ReadonlySet<Action["kind"]> = new Set(["looksAt", "puts", "takesOut", "asksFor"]);

/** Actions of people at one time: in browsers, in emails, and changes in the store. */
export async function playActions(scene: StoryContext, acts: readonly Act[]): Promise<void> {
  const { stage, browsers } = scene;
  const inBrowsers = acts.filter(({ action }) => IN_BROWSER.has(action.kind));
  await browsers.logIn(inBrowsers.map(({ person }) => person.customerId));
  for (const act of acts) await actElsewhere(scene, act);
  const happenings = acts.flatMap((act) => happeningOf(act) ?? []);
  if (happenings.length > 0) await stage.control.play(stage.shops[0]!, happenings, { wait: true });
}

async function actElsewhere(scene: StoryContext, { person, action }: Act): Promise<void> {
  const { browsers } = scene;
  const { customerId } = person;
  switch (action.kind) {
    case "looksAt":
      return browsers.look(customerId, lineOf(action.ware), action.times);
    case "puts":
      return browsers.put(customerId, lineOf(action.ware));
    case "takesOut":
      return browsers.takeOut(customerId, lineOf(action.ware));
    case "asksFor":
      return browsers.askFor(customerId, lineOf(action.ware));
    case "clicks":
      return clickInEmails(scene, customerId);
    case "agrees":
    case "refuses":
    case "leavesCheckout":
    case "buys":
    case "receives":
    case "cancels":
    case "returns":
    case "price":
    case "stock":
      return;
  }
}

/** No customer orders twice within an hour. */
const orderIdOf = (customerId: string, hours: number): string =>
  `${customerId}${String(hours).replace(".", "").padStart(4, "0")}`;

function happeningOf({ hours, person: { customerId }, action }: Act): HappeningInput | null {
  const orderId = orderIdOf(customerId, hours);
  switch (action.kind) {
    case "agrees":
      return { kind: "consent_changed", customerId, state: "SUBSCRIBED" };
    case "refuses":
      return { kind: "consent_changed", customerId, state: "UNSUBSCRIBED" };
    case "leavesCheckout": {
      const lines = [{ ...lineOf(action.ware), quantity: 1 }];
      return {
        kind: "checkout_created",
        checkout: { token: `left-${orderId}`, customerId, lines },
      };
    }
    case "buys": {
      const line = { id: `${orderId}1`, ...lineOf(action.ware), quantity: action.quantity };
      return { kind: "order_placed", order: { id: orderId, customerId, lines: [line] } };
    }
    case "receives":
      return { kind: "order_fulfilled", orderId: orderIdOf(customerId, action.orderedAt) };
    case "cancels":
      return { kind: "order_canceled", orderId: orderIdOf(customerId, action.orderedAt) };
    case "returns": {
      const returnedId = orderIdOf(customerId, action.orderedAt);
      const lines = [{ lineId: `${returnedId}1`, quantity: 1 }];
      return { kind: "order_refunded", orderId: returnedId, lines };
    }
    case "price": {
      const { variantId } = lineOf(action.ware);
      return { kind: "variant_updated", variantId, change: { price: action.price } };
    }
    case "stock": {
      const { variantId } = lineOf(action.ware);
      return { kind: "variant_updated", variantId, change: { inventoryQuantity: action.units } };
    }
    case "looksAt":
    case "puts":
    case "takesOut":
    case "asksFor":
    case "clicks":
      return null;
  }
}

/** Follows the first link of each email without an earlier click. */
async function clickInEmails({ stage, clicked }: StoryContext, customerId: string): Promise<void> {
  for (const { to, messageId, links } of await stage.emails()) {
    if (to !== addressOf(customerId) || clicked.has(messageId)) continue;
    clicked.add(messageId);
    await fetch(links[0]!, { redirect: "manual", headers: { "user-agent": PHONE } });
  }
}
