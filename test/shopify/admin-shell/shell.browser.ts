// The admin around the app: renders the app page's messages, and answers its requests.
import type { BarAction, FromAdmin, FromApp, NavItem, Question } from "./bridge-messages";

interface ShellFacts {
  readonly handle: string;
  readonly appHandle: string;
  readonly appOrigin: string;
  readonly clock: { readonly realAt: number; readonly storeAt: number; readonly rate: number };
  readonly timeZone: string;
}

const facts = JSON.parse(must("#shell-facts").textContent) as ShellFacts;
const frame = must("#app") as HTMLIFrameElement;
const base = `/store/${facts.handle}`;
const shownSaveBars = new Map<string, readonly BarAction[]>();

function must(selector: string): HTMLElement {
  const element = document.querySelector<HTMLElement>(selector);
  if (!element) throw new Error(`The admin page has no ${selector}`);
  return element;
}

const postToApp = (message: FromAdmin) =>
  frame.contentWindow?.postMessage(message, facts.appOrigin);

window.addEventListener("message", (event: MessageEvent<{ from?: string; message: FromApp }>) => {
  if (event.origin !== facts.appOrigin || event.source !== frame.contentWindow) return;
  if (event.data.from === "kindred-app-bridge") onMessage(event.data.message);
});
// The app's page loads once the admin listens, so that no message is lost.
frame.src = frame.dataset["src"] ?? "";

function onMessage(message: FromApp): void {
  switch (message.kind) {
    case "navigated":
      follow(message.path);
      break;
    case "nav":
      drawNav(message.items);
      break;
    case "titleBar":
      drawTitleBar(message.title, message.actions);
      break;
    case "toast":
      drawToast(message);
      break;
    case "toastHidden":
      document.getElementById(message.id)?.remove();
      break;
    case "saveBar":
      if (message.isShown) shownSaveBars.set(message.id, message.actions);
      else shownSaveBars.delete(message.id);
      drawSaveBar();
      break;
    case "modal":
      document.body.classList.toggle("has-modal", message.isOpen);
      break;
    case "loading":
      document.body.classList.toggle("is-loading", message.isLoading);
      break;
    case "leave":
      location.assign(message.url);
      break;
    case "ask":
      void answer(message.question).then(
        (value) => postToApp({ kind: "answer", id: message.id, value }),
        (error: unknown) => postToApp({ kind: "refusal", id: message.id, reason: String(error) }),
      );
  }
}

async function answer(question: Question): Promise<unknown> {
  switch (question.about) {
    case "idToken":
      return (await post<{ idToken: string }>("/id-token", {})).idToken;
    case "extensions":
      return post("/extensions", {});
    case "scopes": {
      const wanted = question.scopes.join(", ");
      const isAgreed = question.action !== "request" || confirm(`Allow the app: ${wanted}?`);
      if (!isAgreed)
        return {
          result: "declined-all",
          detail: await post("/scopes", { action: "query", scopes: [] }),
        };
      const detail = await post("/scopes", { action: question.action, scopes: question.scopes });
      return question.action === "query" ? detail : { result: "granted-all", detail };
    }
    case "resources":
      return pickResources(question);
    case "leave":
      if (!isLeavingRefused()) return undefined;
      throw new Error("The merchant stays on the page");
  }
}

async function post<T>(path: string, body: unknown): Promise<T> {
  const response = await fetch(base + path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return (await response.json()) as T;
}

let currentPath = "";

function follow(path: string): void {
  // The bounce page is intermediate and not shown in the URL.
  if (path.startsWith("/auth/")) return;
  currentPath = path;
  history.replaceState(null, "", `${base}/apps/${facts.appHandle}${path}`);
  document.body.classList.remove("nav-is-open", "is-loading");
  markCurrent();
}

function drawNav(items: readonly NavItem[]): void {
  const links = items.map((item) => {
    const link = document.createElement("a");
    link.href = `${base}/apps/${facts.appHandle}${item.href}`;
    link.dataset["href"] = item.href;
    link.textContent = item.isHome ? must("#app-name").textContent : item.label;
    link.className = item.isHome ? "nav-home" : "nav-item";
    link.addEventListener("click", (event) => {
      event.preventDefault();
      if (isLeavingRefused()) return;
      postToApp({ kind: "navigate", href: item.href });
      document.body.classList.remove("nav-is-open");
    });
    return link;
  });
  must("#app-nav").replaceChildren(...links);
  markCurrent();
}

function markCurrent(): void {
  const pathname = currentPath.split(/[?#]/)[0] ?? "";
  const links = [...document.querySelectorAll<HTMLElement>("#app-nav a")];
  const matching = links
    .filter(({ dataset: { href = "" } }) => pathname === href || pathname.startsWith(`${href}/`))
    .sort((a, b) => (b.dataset["href"]?.length ?? 0) - (a.dataset["href"]?.length ?? 0));
  for (const link of links) {
    if (link === matching[0]) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

function drawTitleBar(title: string | null, actions: readonly BarAction[]): void {
  must("#title").textContent = title ?? "";
  must("#title-actions").replaceChildren(
    ...actions.map((it) =>
      actionButton(it, () => postToApp({ kind: "titleBarAction", index: it.index })),
    ),
  );
}

function actionButton(action: BarAction, press: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = action.label;
  button.disabled = action.isDisabled;
  button.className = [action.variant, action.tone].filter(Boolean).join(" ");
  button.addEventListener("click", press);
  return button;
}

function drawSaveBar(): void {
  const [shown] = shownSaveBars;
  const bar = must("#save-bar");
  bar.hidden = !shown;
  if (!shown) return;
  const [id, actions] = shown;
  // Shopify puts the save button last.
  const ordered = [...actions].sort((a) => (a.variant === "primary" ? 1 : -1));
  must("#save-actions").replaceChildren(
    ...ordered.map((it) =>
      actionButton(it, () => postToApp({ kind: "saveBarAction", id, index: it.index })),
    ),
  );
}

function isLeavingRefused(): boolean {
  return shownSaveBars.size > 0 && !confirm("Leave this page? What you changed is not saved.");
}

function drawToast(toast: Extract<FromApp, { kind: "toast" }>): void {
  const element = document.createElement("div");
  element.id = toast.id;
  element.className = toast.isError ? "toast error" : "toast";
  element.setAttribute("role", "status");
  element.append(toast.text);
  if (toast.action !== null) {
    const action = { index: 0, label: toast.action, variant: null, tone: null, isDisabled: false };
    element.append(actionButton(action, () => postToApp({ kind: "toastAction", id: toast.id })));
  }
  must("#toasts").append(element);
  setTimeout(() => {
    element.remove();
    postToApp({ kind: "toastDismissed", id: toast.id });
  }, toast.durationMs);
}

interface PickedResource {
  readonly id: string;
  readonly title: string;
}

function pickResources(question: Extract<Question, { about: "resources" }>): Promise<unknown> {
  const dialog = must("#picker") as HTMLDialogElement;
  const search = must("#picker-search") as HTMLInputElement;
  const list = must("#picker-list");
  search.value = question.query;
  const chosen = new Map<string, PickedResource>();

  const draw = async () => {
    const query = new URLSearchParams({ type: question.type, query: search.value });
    const response = await fetch(`${base}/resources?${query}`);
    const found = (await response.json()) as PickedResource[];
    list.replaceChildren(
      ...found.map((it) => {
        const label = document.createElement("label");
        const box = document.createElement("input");
        box.type = question.multiple ? "checkbox" : "radio";
        box.name = "picked";
        box.checked = chosen.has(it.id);
        box.addEventListener("change", () => {
          if (!question.multiple) chosen.clear();
          if (box.checked) chosen.set(it.id, it);
          else chosen.delete(it.id);
        });
        label.append(box, it.title);
        return label;
      }),
    );
  };
  search.oninput = () => void draw();
  dialog.returnValue = "";
  dialog.showModal();
  return draw().then(
    () =>
      new Promise((resolve) => {
        dialog.onclose = () =>
          resolve(dialog.returnValue === "select" ? [...chosen.values()] : undefined);
      }),
  );
}

must("#nav-toggle").addEventListener("click", () => document.body.classList.toggle("nav-is-open"));

let { clock } = facts;
const timeText = new Intl.DateTimeFormat("en-GB", {
  timeZone: facts.timeZone,
  dateStyle: "medium",
  timeStyle: "short",
});
function drawClock(): void {
  const storeAt = clock.storeAt + (Date.now() - clock.realAt) * clock.rate;
  must("#clock-time").textContent = timeText.format(storeAt);
  must("#clock-rate").textContent = clock.rate === 1 ? "" : `${Math.round(clock.rate)}× speed`;
}
drawClock();
setInterval(drawClock, 500);
setInterval(() => {
  void fetch(`${base}/clock`)
    .then((response) => response.json() as Promise<ShellFacts["clock"]>)
    .then((reading) => (clock = reading));
}, 5000);
