import { useNavigate } from "@remix-run/react";
import { useEffect } from "react";

declare global {
  interface Window {
    kindredEarlyClick?: EarlyClick;
  }
}

/** The last click before hydration: on a link of the admin's menu, or on a button of this page. */
interface EarlyClick {
  href: string | null;
  button: HTMLElement | null;
  onMenu: (event: Event) => void;
  onPage: (event: Event) => void;
}

/**
 * The admin's menu, the page's buttons and its fields are visible before this page is hydrated, but only the hydrated
 * page handles them. Links and submit buttons of the page work without it.
 */
const KEEP = `
(function () {
  var early = (window.kindredEarlyClick = {
    href: null,
    button: null,
    onMenu: function (event) {
      early.href = event.target.getAttribute("href");
      early.button = null;
    },
    onPage: function (event) {
      var button = event.target.closest("button[type=button], [role=button], [role=tab]");
      if (button === null) return;
      early.href = null;
      early.button = button;
    },
  });
  addEventListener("shopify:navigate", early.onMenu);
  addEventListener("click", early.onPage);
})();`;

/** Must precede App Bridge in the head. */
export function StoreEarlyClick({ nonce }: { nonce: string | undefined }) {
  // Browsers hide the nonce from scripts after checking it.
  return (
    <script
      suppressHydrationWarning
      {...(nonce && { nonce })}
      dangerouslySetInnerHTML={{ __html: KEEP }}
    />
  );
}

/** Must precede hydration, which handles the page's clicks from its first moment on. */
export function stopStoringPageClicks(): void {
  const early = window.kindredEarlyClick;
  if (early) removeEventListener("click", early.onPage);
}

/** Repeats what was typed and follows the stored click, once the page is hydrated. */
export function useEarlyInput(): void {
  const navigate = useNavigate();
  useEffect(() => {
    const early = window.kindredEarlyClick;
    if (!early) return;
    delete window.kindredEarlyClick;
    removeEventListener("shopify:navigate", early.onMenu);
    void repeatChanges(listEarlyChanges());
    reopenMenu(document.activeElement);
    if (early.href !== null) navigate(early.href);
    // A button that hydration replaced is no longer in the page.
    if (early.button?.isConnected) early.button.click();
  }, [navigate]);
}

/**
 * Hydration leaves a field as the merchant changed it, without telling the page, whose next render would undo it.
 *
 * @returns for each such field a function that makes the change again
 */
function listEarlyChanges(): (() => void)[] {
  return [...document.querySelectorAll("input,textarea,select")].flatMap((field) => {
    if (field instanceof HTMLSelectElement) {
      const initial = [...field.options].find((it) => it.defaultSelected)?.value;
      const chosen = field.value;
      return initial === undefined || initial === chosen
        ? []
        : () => {
            field.value = chosen;
            field.dispatchEvent(new Event("change", { bubbles: true }));
          };
    }
    if (field instanceof HTMLInputElement && /^(checkbox|radio)$/.test(field.type)) {
      if (field.checked === field.defaultChecked) return [];
      return () => {
        field.checked = field.defaultChecked;
        field.click();
      };
    }
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return [];
    const typed = field.value;
    if (field.type === "file" || typed === field.defaultValue) return [];
    return () => {
      // React ignores the event of a value that it set itself, or found at hydration.
      field.value = field.defaultValue;
      Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value")?.set?.call(
        field,
        typed,
      );
      field.dispatchEvent(new Event("input", { bubbles: true }));
    };
  });
}

/** Each change in a task of its own: the page must have rendered the one before. */
async function repeatChanges(changes: readonly (() => void)[]): Promise<void> {
  for (const change of changes) {
    change();
    await new Promise((resolve) => {
      setTimeout(resolve);
    });
  }
}

/** A field with a menu opens it when it gets the focus. */
function reopenMenu(field: Element | null): void {
  if (!(field instanceof HTMLInputElement && field.role === "combobox")) return;
  field.blur();
  field.focus();
}
