interface Browser {
  readonly cookie: { set(cookie: string): Promise<unknown> };
}

/** Under this name the theme's blocks find which browser they run in. */
const NAME = "kindred_visitor";
const DAYS = 30;

/**
 * Leaves Shopify's id of the browser where the theme's blocks can read it: pages themselves do not get it
 * it any more. It is written only while the visitor allows it, and taken away when that ends.
 */
export function keepVisitor(browser: Browser) {
  let kept = "";
  const write = (value: string, seconds: number) => {
    const cookie = `${NAME}=${value}; path=/; max-age=${seconds}; samesite=lax; secure`;
    // A browser that takes no cookies shows lists that are not personal.
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
