const LAST_PAGE = 1_000;

/** The page that an address asks for, from 1; the first where it asks for none that there could be. */
export function readPage(params: URLSearchParams): number {
  const page = Number(params.get("page") ?? 1);
  return Number.isInteger(page) && page >= 1 && page <= LAST_PAGE ? page : 1;
}
