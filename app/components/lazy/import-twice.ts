const RETRY_AFTER_MS = 1_000;

/** Imports a module, and again after a second if that fails: a connection may be lost for a moment. */
export function importTwice<Module>(load: () => Promise<Module>): Promise<Module> {
  return load().catch(async () => {
    await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS));
    return load();
  });
}
