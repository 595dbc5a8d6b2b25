/** Strings that look like words but that nobody reads. */
export const NOT_WORDS: readonly string[] = [
  "Kindred",
  "Cloudflare Turnstile",
  "Content-Type",
  "private, no-store",
  "public, max-age=60",
  "width=device-width, initial-scale=1",
  "Instagram",
  "Facebook",
  "Pinterest",
  "Threads",
  // Keys.
  "Enter",
  "Escape",
  // Markup of emails.
  "light dark",
  "telephone=no, date=no, address=no, email=no",
  "ink heading",
  "Left",
  "Right",
  "16px auto 16px 0",
  "16px 0 16px auto",
  // Columns of grids.
  "1fr auto",
  // For load balancers.
  "the database cannot be reached",
];
