/** Zod tries to compile code before the first schema, and the content security policy reports each attempt. */
export const DISABLE_EVAL_SCRIPT = "globalThis.__zod_globalConfig = { jitless: true };";

/** Must precede all other scripts of a page. */
export function DisableEval({ nonce }: { nonce: string | undefined }) {
  // Browsers hide the nonce from scripts after checking it.
  return (
    <script
      suppressHydrationWarning
      {...(nonce && { nonce })}
      dangerouslySetInnerHTML={{ __html: DISABLE_EVAL_SCRIPT }}
    />
  );
}
