// Runs the app's pixel in a worker, once the visitor consents to analytics and marketing, and passes on the page's
// events, including earlier ones.
import type { CustomerPrivacy, FromWorker, PageEvent, ToWorker } from "./pixel-messages";

declare global {
  interface Window {
    publishEvent: (name: string, data: object, type?: PageEvent["type"]) => void;
  }
}

const { facts, cookie, setCookie } = window.storefront;
/** Shopify's id of the browser, stored only with consent to analytics. */
const CLIENT = "_shopify_y";
const YEAR_SECONDS = 31_536_000;
const clientId = cookie(CLIENT) ?? crypto.randomUUID();
const happened: PageEvent[] = [];
let worker: Worker | null = null;

window.publishEvent = (name, data, type = "standard") => {
  const { location, referrer, title, characterSet } = document;
  const { language, languages, userAgent, cookieEnabled } = navigator;
  const { href, hash, host, hostname, origin, pathname, port, protocol, search } = location;
  const event: PageEvent = {
    id: `sh-${crypto.randomUUID()}`,
    name,
    type,
    seq: happened.length + 1,
    timestamp: new Date().toISOString(),
    clientId,
    context: {
      document: {
        location: { href, hash, host, hostname, origin, pathname, port, protocol, search },
        referrer,
        title,
        characterSet,
      },
      navigator: { language, languages, userAgent, cookieEnabled },
      window: { innerHeight: window.innerHeight, innerWidth: window.innerWidth },
    },
    data,
  };
  happened.push(event);
  post({ kind: "event", event });
};

function privacy(): CustomerPrivacy {
  const { consent } = window.storefront;
  return {
    analyticsProcessingAllowed: consent?.analytics ?? false,
    marketingAllowed: consent?.marketing ?? false,
    preferencesProcessingAllowed: consent?.preferences ?? false,
    saleOfDataAllowed: consent?.sale_of_data ?? false,
  };
}

const post = (message: ToWorker) => worker?.postMessage(message);

function follow() {
  const customerPrivacy = privacy();
  if (customerPrivacy.analyticsProcessingAllowed) setCookie(CLIENT, clientId, YEAR_SECONDS);
  else if (cookie(CLIENT) !== null) setCookie(CLIENT, "", 0);
  if (worker) post({ kind: "consent", customerPrivacy });
  else if (customerPrivacy.analyticsProcessingAllowed && customerPrivacy.marketingAllowed) start();
}

function start() {
  if (!facts.pixel) return;
  worker = new Worker("/pixel-worker.js");
  worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => {
    post({ kind: "answer", id: data.id, value: answer(data) });
  });
  const { customer, cart, shop, pixel } = facts;
  const init = {
    context: {},
    data: { customer, cart, shop, purchasingCompany: null },
    customerPrivacy: privacy(),
  };
  post({ kind: "start", bundle: "/pixel.js", settings: pixel.settings, init });
  for (const event of happened) post({ kind: "event", event });
}

function answer({ part, method, args }: FromWorker): unknown {
  const [name = "", value] = args;
  if (part === "page") {
    return !facts.refuseBeacons && navigator.sendBeacon(name, value);
  }
  if (part === "cookie") {
    if (method === "get") return cookie(name) ?? "";
    // Either a name and a value, or a complete line for document.cookie.
    document.cookie = value === undefined ? name : `${name}=${value}; path=/; samesite=lax`;
    return "";
  }
  const storage = window[part];
  if (method === "length") return storage.length;
  if (method === "clear") storage.clear();
  else if (method === "key") return storage.key(Number(name));
  else if (method === "getItem") return storage.getItem(name);
  else if (method === "removeItem") storage.removeItem(name);
  else if (method === "setItem") storage.setItem(name, value ?? "");
  return null;
}

document.addEventListener("visitorConsentCollected", follow);
document.addEventListener("DOMContentLoaded", () => {
  for (const { name, data } of facts.events) window.publishEvent(name, data);
});
follow();
