// The strict sandbox of a pixel: a worker without a page, which requests allowed APIs from the page.
import type { CustomerPrivacy, FromWorker, PageEvent, ToWorker } from "./pixel-messages";

type Listener = (event: unknown) => void;
const GROUPS: Readonly<Record<string, (event: PageEvent) => boolean>> = {
  all_events: () => true,
  all_standard_events: ({ type }) => type === "standard",
  all_custom_events: ({ type }) => type === "custom",
  all_dom_events: () => false,
};
/** APIs that Shopify removes in a strict pixel. */
const FORBIDDEN = ["importScripts", "indexedDB", "caches", "WebSocket", "EventSource", "Worker"];

const listeners: { name: string; listener: Listener }[] = [];
const consentListeners: Listener[] = [];
const waiting = new Map<number, (value: unknown) => void>();
let requested = 0;
const scope = self as unknown as Record<string, unknown>;
const load = scope["importScripts"] as (url: string) => void;

function ask(part: FromWorker["part"], method: string, ...args: unknown[]): Promise<unknown> {
  requested += 1;
  const question: FromWorker = { id: requested, part, method, args: args.map(String) };
  return new Promise((resolve) => {
    waiting.set(question.id, resolve);
    self.postMessage(question);
  });
}

const storage = (part: "localStorage" | "sessionStorage") => ({
  getItem: (name: string) => ask(part, "getItem", name),
  setItem: (name: string, value: string) => ask(part, "setItem", name, value),
  removeItem: (name: string) => ask(part, "removeItem", name),
  key: (index: number) => ask(part, "key", index),
  clear: () => ask(part, "clear"),
  length: () => ask(part, "length"),
});

function start({ bundle, settings, init }: Extract<ToWorker, { kind: "start" }>) {
  const api = {
    settings,
    init,
    analytics: {
      subscribe(name: string, listener: Listener) {
        listeners.push({ name, listener });
      },
    },
    browser: {
      sendBeacon: (url: string, body = "") => ask("page", "sendBeacon", url, body),
      cookie: {
        get: (name: string) => ask("cookie", "get", name),
        set: (...args: string[]) => ask("cookie", "set", ...args),
      },
      localStorage: storage("localStorage"),
      sessionStorage: storage("sessionStorage"),
    },
    customerPrivacy: {
      subscribe(name: string, listener: Listener) {
        if (name !== "visitorConsentCollected") throw new Error(`No privacy event ${name}`);
        consentListeners.push(listener);
      },
    },
  };
  scope["shopify"] = {
    extend(point: string, render: (given: object) => void) {
      if (point !== "WebPixel::Render") throw new Error(`No extension point ${point}`);
      render(api);
    },
  };
  load(bundle);
  for (const name of FORBIDDEN) scope[name] = undefined;
}

const matches = (name: string, event: PageEvent) =>
  Object.hasOwn(GROUPS, name) ? GROUPS[name]?.(event) : name === event.name;

self.addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  switch (data.kind) {
    case "start":
      start(data);
      break;
    case "event":
      for (const { name, listener } of listeners)
        if (matches(name, data.event)) listener(data.event);
      break;
    case "consent": {
      const change: { customerPrivacy: CustomerPrivacy } = {
        customerPrivacy: data.customerPrivacy,
      };
      for (const listener of consentListeners) listener(change);
      break;
    }
    case "answer":
      waiting.get(data.id)?.(data.value);
      waiting.delete(data.id);
      break;
  }
});
