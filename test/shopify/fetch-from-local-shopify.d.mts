export function fetchFromLocalShopify(
  origin: string,
  realFetch: typeof globalThis.fetch,
): typeof globalThis.fetch;
