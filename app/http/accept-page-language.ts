/**
 * A `fetch` that asks this server for the language of the open page: only the first request names the language of
 * Shopify's admin.
 */
export function acceptPageLanguage(load: typeof globalThis.fetch): typeof globalThis.fetch {
  return (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input, window.location.href);
    if (url.origin !== window.location.origin) return load(input, init);
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : {}));
    headers.set("Accept-Language", document.documentElement.lang);
    return load(input, { ...init, headers });
  };
}
