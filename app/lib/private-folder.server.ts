import { chmodSync, mkdirSync, statSync, type Mode } from "node:fs";
import { AppError } from "./errors";

/** Creates a folder that only its owner can read, or restricts an existing one. */
export function makePrivateFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  restrictToOwner(path, 0o700);
}

/**
 * Removes the permissions of others.
 *
 * @throws AppError when this process may not remove them
 */
export function restrictToOwner(path: string, mode: Mode): void {
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
