/**
 * Where a page's way back leads, when the page that led here said so. Only a
 * page of the app itself is believed: an address from outside must not lead
 * somebody away.
 *
 * @param under what the address must begin with, such as "/app/reports"
 * @returns null for anything else
 */
export function readBackUrl(params: URLSearchParams, under: string): string | null {
  const back = params.get("back");
  if (back === null) return null;
  const rest = back.startsWith(under) ? back.slice(under.length) : null;
  return rest !== null && /^(\?[\w=&%.+-]*)?$/.test(rest) ? back : null;
}
