/**
 * Runs one named step of a test. Errors name the step.
 *
 * @returns the step's result
 */
export async function step<T>(name: string, run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Error) error.message = `In the step "${name}": ${error.message}`;
    throw error;
  }
}
