import type { PixelBatch, PixelEvent } from "../../../app/events/pixel/pixel-batch";

interface Browser {
  sendBeacon(url: string, body?: string): Promise<boolean>;
}

interface Sender {
  add(event: PixelEvent, clientId: string): void;
  /** Drops what was not sent yet. */
  discard(): void;
}

const GATHER_MS = 1_000;
/** What the collector takes at once. */
const MAX_EVENTS = 20;
/** After these the visitor often leaves for another page: they do not wait. */
const AT_ONCE: readonly PixelEvent["name"][] = ["product_added_to_cart", "checkout_step_reached"];

/** Sends events together, as a beacon: it outlives the page, and text needs no preflight. */
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

/** A browser may refuse a beacon, when too much is under way; a request that outlives the page is next best. */
function post(browser: Browser, url: string, body: string) {
  browser
    .sendBeacon(url, body)
    .catch(() => false)
    .then((isTaken) => (isTaken ? null : fetch(url, { method: "POST", body, keepalive: true })))
    // A storefront must not notice when nobody listens.
    .catch(() => null);
}
