/** Before any schema is made, zod tries whether it may compile code, and the page's policy reports each try. */
export const WITHOUT_EVAL = "globalThis.__zod_globalConfig = { jitless: true };";

/** Stands before all other scripts of a page. */
export function NoEval({ nonce }: { nonce: string | undefined }) {
  // A browser hides the nonce from scripts once it has checked it.
  return (
    <script
      suppressHydrationWarning
      {...(nonce && { nonce })}
      dangerouslySetInnerHTML={{ __html: WITHOUT_EVAL }}
    />
  );
}
