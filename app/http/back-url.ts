/**
 * The target of a page's back link, if the previous page gave one. Only URLs within the app are
 * accepted, to prevent open redirects.
 *
 * @param under required prefix, such as "/app/reports"
 * @returns null for anything else
 */
export function readBackUrl(params: URLSearchParams, under: string): string | null {
  const back = params.get("back");
  if (back === null) return null;
  const rest = back.startsWith(under) ? back.slice(under.length) : null;
  return rest !== null && /^(\?[\w=&%.+-]*)?$/.test(rest) ? back : null;
}
