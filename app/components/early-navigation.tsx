import { useNavigate } from "@remix-run/react";
import { useEffect } from "react";

declare global {
  interface Window {
    kindredEarlyNavigation?: { listener: (event: Event) => void; href: string | null };
  }
}

/**
 * The admin's menu is drawn before this page is hydrated, and tells of a click there
 * as an event that only the hydrated page listens to. On a slow machine the click would
 * be lost: so the last one is kept until somebody listens.
 */
const KEEP = `
window.kindredEarlyNavigation = {
  href: null,
  listener: function (event) {
    window.kindredEarlyNavigation.href = event.target.getAttribute("href");
  },
};
addEventListener("shopify:navigate", window.kindredEarlyNavigation.listener);`;

/** Stands before App Bridge in the head. */
export function KeepEarlyNavigation({ nonce }: { nonce: string | undefined }) {
  // A browser hides the nonce from scripts once it has checked it.
  return (
    <script
      suppressHydrationWarning
      {...(nonce && { nonce })}
      dangerouslySetInnerHTML={{ __html: KEEP }}
    />
  );
}

/** Goes where the merchant wanted to before the page could: once, when it is hydrated. */
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
