/** Customers' last names begin with it in the small store: nothing else is called so. */
export const CANARY_NAME = "Quillfeather";

const MUST_NOT_BE_LOGGED: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["an address", /[^\s"]*@example\.com/i],
  ["a name", new RegExp(CANARY_NAME, "i")],
  ["a token of Shopify's", /\bshp[a-z]{2,3}_[a-z0-9]+/i],
  ["a session token", /\beyJ[\w-]+\.[\w-]+\.[\w-]+/],
  ["an email's link", /\/[cuop]\/[\w.-]{16,}/],
  // Not in the log, but only since the log struck it out: whoever logged it must not.
  ["what had to be struck out", /\[(email|token)\]/],
];

/** What a log holds that it must not: what it is, and where. Empty for a clean one. */
export function findLogLeaks(log: string): string[] {
  return log.split("\n").flatMap((line) =>
    MUST_NOT_BE_LOGGED.flatMap(([what, pattern]) => {
      const at = pattern.exec(line);
      return at ? [`${what}: ${line.slice(Math.max(0, at.index - 200), at.index + 100)}`] : [];
    }),
  );
}
