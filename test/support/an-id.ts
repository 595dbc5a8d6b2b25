let nextId = 1;

/** An id that is unique within the test file. Ids sort by creation. */
export const anId = () => String(1_000_000 + nextId++);

/** Reset before each file: test files share modules, and draws by ids must not depend on earlier files. */
export function restartIds(): void {
  nextId = 1;
}
