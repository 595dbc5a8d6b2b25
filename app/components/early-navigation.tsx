import { useNavigate } from "@remix-run/react";
import { useEffect } from "react";

declare global {
  interface Window {
    kindredEarlyNavigation?: { listener: (event: Event) => void; href: string | null };
  }
}

/**
 * The admin's menu is usable before this page is hydrated, but only the hydrated page handles its click events.
 * Stores the last early click until then.
 */
const KEEP = `
window.kindredEarlyNavigation = {
  href: null,
  listener: function (event) {
    window.kindredEarlyNavigation.href = event.target.getAttribute("href");
  },
};
addEventListener("shopify:navigate", window.kindredEarlyNavigation.listener);`;

/** Must precede App Bridge in the head. */
export function StoreEarlyNavigation({ nonce }: { nonce: string | undefined }) {
  // Browsers hide the nonce from scripts after checking it.
  return (
    <script
      suppressHydrationWarning
      {...(nonce && { nonce })}
      dangerouslySetInnerHTML={{ __html: KEEP }}
    />
  );
}

/** Follows the stored click once the page is hydrated. */
export function useEarlyNavigation(): void {
  const navigate = useNavigate();
  useEffect(() => {
    const early = window.kindredEarlyNavigation;
    if (!early) return;
    delete window.kindredEarlyNavigation;
    removeEventListener("shopify:navigate", early.listener);
    if (early.href !== null) navigate(early.href);
  }, [navigate]);
}
