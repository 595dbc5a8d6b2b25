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
 * The admin's menu and the page's buttons are visible before this page is hydrated, but only the hydrated page handles
 * their clicks. Links and submit buttons of the page work without it.
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

/** Follows the stored click once the page is hydrated. */
export function useEarlyClick(): void {
  const navigate = useNavigate();
  useEffect(() => {
    const early = window.kindredEarlyClick;
    if (!early) return;
    delete window.kindredEarlyClick;
    removeEventListener("shopify:navigate", early.onMenu);
    if (early.href !== null) navigate(early.href);
    // A button that hydration replaced is no longer in the page.
    if (early.button?.isConnected) early.button.click();
  }, [navigate]);
}
