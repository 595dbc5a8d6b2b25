/** The part of the path that identifies the page. The rest may contain a token. */
export function safePath(url: string): string {
  const [, first, second] = new URL(url).pathname.split("/");
  return first === "app" && second ? `/app/${second}` : `/${first}`;
}
