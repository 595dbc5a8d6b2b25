import { createContext, runInContext } from "node:vm";

/*
 * Shopify's side of a web pixel: a strict sandbox that runs the built bundle, loads it only with consent, and
 * publishes the storefront's events to it. No document, no window.
 */

interface Consent {
  readonly analyticsProcessingAllowed: boolean;
  readonly marketingAllowed: boolean;
}

export interface PixelPageOptions {
  readonly bundle: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly consent: Consent;
  /** Shopify's id of the browser. */
  readonly clientId: string;
  /** Target of a beacon; false simulates a browser that refuses it. */
  sendBeacon(url: string, body: string): boolean;
  /** The pixel's cookies in the storefront. */
  setCookie?(cookie: string): void;
  fetch?(url: string, init: RequestInit): Promise<unknown>;
}

export interface PixelPage {
  publish(name: string, data?: object, at?: { path?: string; referrer?: string }): void;
  /** The answer to the consent banner. The pixel loads at the first consent, and gets the earlier events. */
  setConsent(consent: Consent): void;
  readonly isLoaded: () => boolean;
  /** The visitor leaves: the worker and its timers end. */
  close(): void;
}

type Listener = (event: object) => void;
const HOST = "kettle.example";

/** A storefront page from its pixel's view. */
export function openPixelPage(options: PixelPageOptions): PixelPage {
  const { bundle, settings, clientId } = options;
  let { consent } = options;
  const listeners = new Map<string, Listener[]>();
  const consentListeners: Listener[] = [];
  const before: { name: string; event: object }[] = [];
  const timers = new Set<NodeJS.Timeout>();
  let isLoaded = false;
  let count = 0;

  function load() {
    if (isLoaded || !consent.analyticsProcessingAllowed || !consent.marketingAllowed) return;
    isLoaded = true;
    const api = {
      settings,
      analytics: {
        subscribe: (name: string, listener: Listener) =>
          void listeners.set(name, [...(listeners.get(name) ?? []), listener]),
      },
      browser: {
        sendBeacon: (url: string, body: string) => Promise.resolve(options.sendBeacon(url, body)),
        cookie: { set: (cookie: string) => Promise.resolve(options.setCookie?.(cookie)) },
      },
      init: { data: { customer: null, cart: null }, customerPrivacy: consent },
      customerPrivacy: {
        subscribe: (_name: string, listener: Listener) => void consentListeners.push(listener),
      },
    };
    const shopify = {
      extend(point: string, start: (given: object) => void) {
        if (point !== "WebPixel::Render") throw new Error(`No extension point ${point}`);
        start(api);
      },
    };
    runInContext(
      bundle,
      createContext({
        shopify,
        fetch: options.fetch,
        setTimeout(run: () => void, ms: number) {
          const timer = setTimeout(run, ms);
          timers.add(timer);
          return timer;
        },
        clearTimeout: (timer: NodeJS.Timeout | undefined) => {
          clearTimeout(timer);
        },
      }),
    );
    for (const { name, event } of before) publish(name, event);
  }

  function publish(name: string, event: object) {
    for (const listener of listeners.get(name) ?? []) listener(event);
  }

  load();
  return {
    publish(name, data = {}, { path = "/", referrer = "" } = {}) {
      const { pathname, search } = new URL(path, `https://${HOST}`);
      const event = {
        id: `sh-${++count}`,
        name,
        type: "standard",
        seq: count,
        timestamp: new Date().toISOString(),
        clientId,
        context: { document: { location: { host: HOST, pathname, search }, referrer, title: "" } },
        data,
      };
      if (isLoaded) publish(name, event);
      else before.push({ name, event });
    },
    setConsent(given) {
      consent = given;
      for (const listener of consentListeners) listener({ customerPrivacy: given });
      load();
    },
    isLoaded: () => isLoaded,
    close() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
