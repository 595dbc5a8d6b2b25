// Replaces cdn.shopify.com/shopifycloud/app-bridge.js: `window.shopify` in the app's page, using messages to the
// surrounding admin. A classic script, so that it runs at once.
import type { FromAdmin, FromApp, Question } from "./bridge-messages";

export interface Bridge {
  readonly config: { readonly shop: string; readonly host: string };
  readonly post: (message: FromApp) => void;
  readonly onMessage: (listener: (message: FromAdmin) => void) => void;
}

declare global {
  interface Window {
    kindredBridge?: Bridge;
  }
}

const script = document.currentScript as HTMLScriptElement;
const adminOrigin = new URL(script.src).origin;
const REMEMBERED = "kindred-app-bridge";
const shopifyParams = [
  "embedded",
  "hmac",
  "host",
  "id_token",
  "locale",
  "session",
  "shop",
  "timestamp",
];

const page = new URL(location.href);
const remembered = JSON.parse(sessionStorage.getItem(REMEMBERED) ?? "{}") as Record<string, string>;
const config = {
  apiKey: script.dataset["apiKey"] ?? "",
  shop: page.searchParams.get("shop") ?? remembered["shop"] ?? "",
  host: page.searchParams.get("host") ?? remembered["host"] ?? "",
  locale: page.searchParams.get("locale") ?? remembered["locale"] ?? "en",
};
sessionStorage.setItem(REMEMBERED, JSON.stringify(config));

/** The app's path without Shopify's parameters. */
function currentPath(): string {
  const url = new URL(location.href);
  for (const name of shopifyParams) url.searchParams.delete(name);
  return url.pathname + url.search + url.hash;
}

const handle = config.shop.replace(".myshopify.com", "");
const isEmbedded = window.top !== window.self;
const reloadTo = page.searchParams.get("shopify-reload");
if (!isEmbedded && handle && !reloadTo) {
  location.replace(`${adminOrigin}/store/${handle}/apps/kindred${currentPath()}`);
}

const listeners: ((message: FromAdmin) => void)[] = [];
const waiting = new Map<string, { resolve(value: unknown): void; reject(reason: Error): void }>();
let requested = 0;

const post = (message: FromApp) => {
  window.parent.postMessage({ from: "kindred-app-bridge", message }, adminOrigin);
};

function ask(question: Question): Promise<unknown> {
  const id = `ask-${++requested}`;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    post({ kind: "ask", id, question });
  });
}

window.addEventListener("message", (event: MessageEvent<FromAdmin>) => {
  if (event.origin !== adminOrigin || event.source !== window.parent) return;
  const message = event.data;
  if (message.kind === "answer") waiting.get(message.id)?.resolve(message.value);
  else if (message.kind === "refusal") waiting.get(message.id)?.reject(new Error(message.reason));
  else for (const listener of listeners) listener(message);
  if ("id" in message) waiting.delete(message.id);
});

const idToken = async () => String(await ask({ about: "idToken" }));

// Every request to the app carries a session token; one that is refused as stale is retried.
const realFetch = window.fetch.bind(window);
window.fetch = async (input, init) => {
  const request = new Request(input, init);
  if (new URL(request.url).origin !== location.origin || request.headers.has("authorization")) {
    return realFetch(input, init);
  }
  const send = async () => {
    const copy = new Request(request.clone());
    copy.headers.set("Authorization", `Bearer ${await idToken()}`);
    copy.headers.set("X-Requested-With", "XMLHttpRequest");
    return realFetch(copy);
  };
  const response = await send();
  const isStale = response.headers.has("X-Shopify-Retry-Invalid-Session-Request");
  const answer = isStale ? await send() : response;
  const reauthorizeUrl = answer.headers.get("X-Shopify-API-Request-Failure-Reauthorize-Url");
  if (reauthorizeUrl) post({ kind: "leave", url: new URL(reauthorizeUrl, location.href).href });
  return answer;
};

// The bounce page: the server requires a document request with a fresh token.
if (reloadTo) {
  void idToken().then((token) => {
    const target = new URL(reloadTo, location.origin);
    target.searchParams.set("id_token", token);
    if (target.origin === location.origin) location.replace(target);
  });
}

let toasts = 0;
const toastCallbacks = new Map<string, { onAction?: () => void; onDismiss?: () => void }>();
listeners.push((message) => {
  if (message.kind === "toastAction") toastCallbacks.get(message.id)?.onAction?.();
  if (message.kind === "toastDismissed") {
    toastCallbacks.get(message.id)?.onDismiss?.();
    toastCallbacks.delete(message.id);
  }
});

interface ToastOptions {
  duration?: number;
  isError?: boolean;
  action?: string;
  onAction?: () => void;
  onDismiss?: () => void;
}

type Shown = HTMLElement & { show?(): unknown; hide?(): unknown; toggle?(): unknown };
const call = (name: "show" | "hide" | "toggle") => async (id: string) => {
  const element = document.querySelector<Shown>(`#${CSS.escape(id)}`);
  await element?.[name]?.();
};
const byId = { show: call("show"), hide: call("hide"), toggle: call("toggle") };
const askScopes =
  (action: "query" | "request" | "revoke") =>
  (scopes: readonly string[] = []) =>
    ask({ about: "scopes", action, scopes });

const shopify = {
  config,
  origin: adminOrigin,
  ready: Promise.resolve(),
  idToken,
  environment: { embedded: isEmbedded, mobile: false, pos: false, intent: false },
  loading: (isLoading = true) => post({ kind: "loading", isLoading }),
  user: () => Promise.resolve({ accountAccess: "Full access" }),
  toast: {
    show(text: string, options: ToastOptions = {}): string {
      const id = `toast-${++toasts}`;
      toastCallbacks.set(id, options);
      const { isError = false, action = null, duration = 5000 } = options;
      post({ kind: "toast", id, text, isError, action, durationMs: duration });
      return id;
    },
    hide: (id: string) => post({ kind: "toastHidden", id }),
  },
  modal: byId,
  saveBar: { ...byId, leaveConfirmation: () => ask({ about: "leave" }) },
  resourcePicker: (options: { type: string; multiple?: boolean | number; query?: string }) =>
    ask({
      about: "resources",
      type: options.type,
      multiple: Boolean(options.multiple),
      query: options.query ?? "",
    }),
  scopes: { query: askScopes("query"), request: askScopes("request"), revoke: askScopes("revoke") },
  app: { extensions: () => ask({ about: "extensions" }) },
  reviews: {
    request: () =>
      Promise.resolve({
        success: false,
        code: "merchant-ineligible",
        message: "Not in this store",
      }),
  },
  // Only the real admin measures this.
  webVitals: { onReport: () => Promise.resolve() },
};
Object.assign(window, { shopify });
window.kindredBridge = { config, post, onMessage: (listener) => listeners.push(listener) };

// The admin's URL follows the app's.
const report = () => post({ kind: "navigated", path: currentPath(), title: document.title });
for (const name of ["pushState", "replaceState"] as const) {
  const original = history[name].bind(history);
  history[name] = (...args: Parameters<History["pushState"]>) => {
    original(...args);
    report();
  };
}
window.addEventListener("popstate", report);
window.addEventListener("load", report);
if (!reloadTo) report();
