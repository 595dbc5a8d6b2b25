/** Invalid input or arguments: reported in one line, with exit code 2. */
export class InputError extends Error {
  override readonly name = "InputError";
}

/** The location of an input error. */
export interface Place {
  readonly file: string;
  /** Counted from 1. */
  readonly line?: number;
  /** Name of the column, or its number from 1 if columns have no names. */
  readonly column?: string | number;
}

/** @throws InputError always: `<file>, line 3, column date: <problem>` */
export function rejectInput({ file, line, column }: Place, problem: string): never {
  const places = [
    file,
    ...(line === undefined ? [] : [`line ${line}`]),
    ...(column === undefined ? [] : [`column ${column}`]),
  ];
  throw new InputError(`${places.join(", ")}: ${problem}`);
}
