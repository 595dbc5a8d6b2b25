import type { PixelBatch, PixelEvent } from "../../../app/events/pixel/pixel-batch";

interface Browser {
  sendBeacon(url: string, body?: string): Promise<boolean>;
}

interface Sender {
  add(event: PixelEvent, clientId: string): void;
  /** Drops unsent events. */
  discard(): void;
}

const GATHER_MS = 1_000;
/** The collector's maximum number of events per request. */
const MAX_EVENTS = 20;
/** Visitors often leave the page after these, so they are sent at once. */
const AT_ONCE: readonly PixelEvent["name"][] = ["product_added_to_cart", "checkout_step_reached"];

/** Sends events together as a beacon: it outlives the page, and text needs no preflight. */
export function createSender(
  browser: Browser,
  { accountID, collectorURL }: { readonly accountID: string; readonly collectorURL: string },
): Sender {
  let waiting: PixelEvent[] = [];
  let visitor = "";
  let timer: ReturnType<typeof setTimeout> | undefined;

  function send() {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const batch: PixelBatch = { account: accountID, visitor, events: waiting };
    waiting = [];
    post(browser, collectorURL, JSON.stringify(batch));
  }

  return {
    add(event, clientId) {
      if (clientId !== visitor) send();
      visitor = clientId;
      waiting.push(event);
      if (waiting.length >= MAX_EVENTS || AT_ONCE.includes(event.name)) send();
      else timer ??= setTimeout(send, GATHER_MS);
    },
    discard() {
      waiting = [];
    },
  };
}

/** A browser may refuse a beacon when too much is pending; a keepalive request is the fallback. */
function post(browser: Browser, url: string, body: string) {
  browser
    .sendBeacon(url, body)
    .catch(() => false)
    .then((isTaken) => (isTaken ? null : fetch(url, { method: "POST", body, keepalive: true })))
    // A storefront must not notice a failure.
    .catch(() => null);
}
