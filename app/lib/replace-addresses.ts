/** Characters that end an address on either side: white space, quotes, brackets and separators. */
const ENDS = charSet(" \t\n\r\f\v\"'`<>(),:;=\u00a0\u2028\u2029");
/** No slash before the @: paths in a stack trace would match (node_modules/@prisma/client.mjs). */
const ENDS_LOCAL = charSet("/@");
/** No backslash after the @: in JSON it begins an escape. */
const ENDS_DOMAIN = charSet("\\");

interface Options {
  /** Whether a domain without a dot counts too, such as root@localhost. */
  readonly withoutTopLevel: boolean;
}

/**
 * Replaces each email address in a text by `mark`. Reads each character twice at most for any length; a typical
 * regular expression would take quadratic time.
 */
export function replaceAddresses(text: string, mark: string, { withoutTopLevel }: Options): string {
  let struck = "";
  let done = 0;
  let at = text.indexOf("@");
  while (at !== -1) {
    let next = at + 1;
    const from = runBefore(text, at, done);
    if (from < at) {
      // The rest of this run is either part of the address or, without a domain, not an address.
      next = runBehind(text, at + 1);
      const domain = text.slice(at + 1, next);
      if (withoutTopLevel ? domain !== "" : /\.[a-z]{2}/i.test(domain)) {
        struck += text.slice(done, from) + mark;
        done = next;
      }
    }
    at = text.indexOf("@", next);
  }
  return struck + text.slice(done);
}

function runBefore(text: string, end: number, minStart: number): number {
  let at = end;
  while (at > minStart && !endsAt(text, at - 1, ENDS_LOCAL)) at -= 1;
  return at;
}

function runBehind(text: string, start: number): number {
  let at = start;
  while (at < text.length && !endsAt(text, at, ENDS_DOMAIN)) at += 1;
  return at;
}

function endsAt(text: string, at: number, more: ReadonlySet<number>): boolean {
  const char = text.charCodeAt(at);
  return ENDS.has(char) || more.has(char);
}

function charSet(chars: string): ReadonlySet<number> {
  return new Set(Array.from(chars, (char) => char.charCodeAt(0)));
}
