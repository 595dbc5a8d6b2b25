let nextId = 1;

/** An id that no other row of the test file has. They sort in the order in which they were made. */
export const anId = () => String(1_000_000 + nextId++);

/** Before each file: test files share what they import, and draws by ids must not depend on the files before. */
export function restartIds(): void {
  nextId = 1;
}
