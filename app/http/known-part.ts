/** Enough of an address's path to tell the page. The rest may be a token. */
export function knownPart(url: string): string {
  const [, first, second] = new URL(url).pathname.split("/");
  return first === "app" && second ? `/app/${second}` : `/${first}`;
}
