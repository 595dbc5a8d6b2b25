// The elements of App Bridge: ui-nav-menu, ui-title-bar, ui-save-bar, ui-modal and form[data-save-bar]. The admin
// draws the bars; clicks there are forwarded to the app's own buttons.
import type { Bridge } from "./app-bridge.browser";
import type { BarAction } from "./bridge-messages";

const { config, post, onMessage } = window.kindredBridge as Bridge;

// An adopted style sheet instead of an element in the head, so that React hydrates the document as the server wrote
// it.
const style = new CSSStyleSheet();
style.replaceSync(`
  ui-nav-menu, ui-title-bar, ui-save-bar, ui-modal:not([open]) { display: none !important; }
  ui-modal[open] { position: fixed; inset: 0; z-index: 600; display: grid; place-items: center;
    background: rgb(0 0 0 / 50%); }
  ui-modal[open] > [data-modal-card] { background: #fff; border-radius: 12px; overflow: auto;
    width: min(620px, calc(100vw - 32px)); max-height: calc(100vh - 64px); }
  ui-modal[open] ui-title-bar { display: flex !important; gap: 8px; padding: 12px 16px;
    border-bottom: 1px solid #e3e3e3; font: 600 14px/20px Inter, system-ui, sans-serif; }
  ui-modal[open] ui-title-bar::before { content: attr(title); flex: 1; }
`);
document.adoptedStyleSheets.push(style);

const buttonsOf = (element: Element) => [
  ...element.querySelectorAll<HTMLElement>("button, a[href]"),
];

function actionsOf(element: Element): BarAction[] {
  return buttonsOf(element).map((button, index) => ({
    index,
    label: button.textContent.trim(),
    variant: button.getAttribute("variant"),
    tone: button.getAttribute("tone"),
    isDisabled: button.hasAttribute("disabled"),
  }));
}

/** The app's router listens for this event to navigate (see AppProvider). */
function press(button: HTMLElement | undefined): void {
  if (button instanceof HTMLAnchorElement) navigateBy(button);
  else button?.click();
}

function navigateBy(link: HTMLAnchorElement): void {
  link.dispatchEvent(new CustomEvent("shopify:navigate", { bubbles: true }));
}

/** Calls back at once and at each change inside the element, while it is in the page. */
function watch(element: HTMLElement, changed: () => void): MutationObserver {
  const observer = new MutationObserver(changed);
  observer.observe(element, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
  });
  // Children are not parsed yet when the element is created from the server's HTML.
  setTimeout(changed);
  return observer;
}

class NavMenu extends HTMLElement {
  connectedCallback() {
    watch(this, () => {
      const links = [...this.querySelectorAll<HTMLAnchorElement>("a[href]")];
      const items = links.map((it) => ({
        label: it.textContent.trim(),
        href: it.getAttribute("href") ?? "",
        isHome: it.getAttribute("rel") === "home",
      }));
      post({ kind: "nav", items });
    });
  }
}

/** Belongs to the page; one inside a modal stays there. */
const currentTitleBar = () =>
  [...document.querySelectorAll("ui-title-bar")].find((it) => !it.closest("ui-modal"));

class TitleBar extends HTMLElement {
  #observer: MutationObserver | undefined;

  connectedCallback() {
    if (this.closest("ui-modal")) return;
    this.#observer = watch(this, () => {
      post({ kind: "titleBar", title: this.getAttribute("title"), actions: actionsOf(this) });
    });
  }
  disconnectedCallback() {
    this.#observer?.disconnect();
    if (!currentTitleBar()) post({ kind: "titleBar", title: null, actions: [] });
  }
}

class SaveBar extends HTMLElement {
  #isShown = false;

  get showing() {
    return this.#isShown;
  }
  connectedCallback() {
    watch(this, () => {
      if (this.#isShown) this.#report();
    });
  }
  disconnectedCallback() {
    this.hide();
  }
  show() {
    this.#isShown = true;
    this.#report();
    this.dispatchEvent(new Event("show"));
  }
  hide() {
    if (!this.#isShown) return;
    this.#isShown = false;
    this.#report();
    this.dispatchEvent(new Event("hide"));
  }
  toggle() {
    if (this.#isShown) this.hide();
    else this.show();
  }
  #report() {
    post({ kind: "saveBar", id: this.id, isShown: this.#isShown, actions: actionsOf(this) });
  }
}

class Modal extends HTMLElement {
  show() {
    this.setAttribute("open", "");
    post({ kind: "modal", isOpen: true });
    this.dispatchEvent(new Event("show"));
  }
  hide() {
    this.removeAttribute("open");
    post({ kind: "modal", isOpen: false });
    this.dispatchEvent(new Event("hide"));
  }
  toggle() {
    if (this.hasAttribute("open")) this.hide();
    else this.show();
  }
  connectedCallback() {
    this.addEventListener("click", (event) => {
      if (event.target === this) this.hide();
    });
  }
}

customElements.define("ui-nav-menu", NavMenu);
customElements.define("ui-title-bar", TitleBar);
customElements.define("ui-save-bar", SaveBar);
customElements.define("ui-modal", Modal);

// form[data-save-bar]: a change shows the bar, submit and reset hide it.
const FORM_BAR = "form[data-save-bar]";
let changedForm: HTMLFormElement | null = null;

const formActions = (form: HTMLFormElement): BarAction[] => {
  const isDisabled = form.hasAttribute("data-save-bar-loading");
  return [
    { index: 0, label: "Save", variant: "primary", tone: null, isDisabled },
    { index: 1, label: "Discard", variant: null, tone: null, isDisabled },
  ];
};

function showFormBar(event: Event): void {
  const form = (event.target as Element).closest<HTMLFormElement>(FORM_BAR);
  if (!form) return;
  changedForm = form;
  post({ kind: "saveBar", id: "form", isShown: true, actions: formActions(form) });
}

function hideFormBar(event: Event): void {
  if (!(event.target instanceof Element) || !event.target.matches(FORM_BAR)) return;
  changedForm = null;
  post({ kind: "saveBar", id: "form", isShown: false, actions: [] });
}

document.addEventListener("input", showFormBar);
document.addEventListener("change", showFormBar);
document.addEventListener("submit", hideFormBar);
document.addEventListener("reset", hideFormBar);

onMessage((message) => {
  const titleBar = currentTitleBar();
  if (message.kind === "titleBarAction" && titleBar) press(buttonsOf(titleBar)[message.index]);
  if (message.kind === "navigate") {
    const links = document.querySelectorAll<HTMLAnchorElement>("ui-nav-menu a[href]");
    const link = [...links].find((it) => it.getAttribute("href") === message.href);
    if (link) navigateBy(link);
    else location.assign(withAdminParams(message.href));
  }
  if (message.kind !== "saveBarAction") return;
  if (message.id !== "form") {
    const bar = document.getElementById(message.id);
    if (bar) press(buttonsOf(bar)[message.index]);
  } else if (message.index === 0) changedForm?.requestSubmit();
  else changedForm?.reset();
});

/** A page without a menu is left by a document request, which must state its origin. */
function withAdminParams(href: string): URL {
  const url = new URL(href, location.href);
  const { shop, host } = config;
  for (const [name, value] of Object.entries({ embedded: "1", shop, host })) {
    url.searchParams.set(name, value);
  }
  return url;
}
