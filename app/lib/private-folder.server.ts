import { chmodSync, mkdirSync, statSync, type Mode } from "node:fs";
import { AppError } from "./errors";

/** A folder that its owner alone may read, made where there is none, and narrowed where others could. */
export function makePrivateFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  keepPrivate(path, 0o700);
}

/**
 * Takes the rights of others away from what is there already.
 *
 * @throws AppError when others have rights that this process may not take away
 */
export function keepPrivate(path: string, mode: Mode): void {
  if ((statSync(path).mode & 0o077) === 0) return;
  try {
    chmodSync(path, mode);
  } catch (cause) {
    throw new AppError(
      "conflict",
      `Other users of this machine can read ${path}, and this process may not change that. ` +
        `Make it readable by its owner alone (chmod ${mode.toString(8)}).`,
      { cause },
    );
  }
}
