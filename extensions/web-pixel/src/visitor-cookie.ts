interface Browser {
  readonly cookie: { set(cookie: string): Promise<unknown> };
}

/** The cookie that identifies the browser to the theme's blocks. */
const NAME = "kindred_visitor";
const DAYS = 30;

/**
 * Stores Shopify's browser id where the theme's blocks can read it, because pages no longer get it themselves.
 * Written only with consent, and deleted when consent is withdrawn.
 */
export function storeVisitorCookie(browser: Browser) {
  let kept = "";
  const write = (value: string, seconds: number) => {
    const cookie = `${NAME}=${value}; path=/; max-age=${seconds}; samesite=lax; secure`;
    // A browser without cookies shows lists that are not personal.
    browser.cookie.set(cookie).catch(() => null);
  };
  return {
    keep(clientId: string) {
      if (clientId === kept) return;
      kept = clientId;
      write(clientId, DAYS * 86_400);
    },
    clear() {
      kept = "";
      write("", 0);
    },
  };
}
