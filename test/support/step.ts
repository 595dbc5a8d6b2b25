/**
 * Runs one named step of a test. An error says in which step it came up.
 *
 * @returns what the step returns
 */
export async function step<T>(name: string, run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Error) error.message = `In the step "${name}": ${error.message}`;
    throw error;
  }
}
