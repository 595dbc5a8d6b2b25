import { z } from "zod";

/**
 * The steps of an import: its file is `uploading`; the merchant chooses its columns (`ready`); it is read without
 * changing anything (`checking`, `checked`); then it is imported, and may be undone. Jobs move it on in the -ing states.
 */
export const ImportState = z.enum([
  "uploading",
  "ready",
  "checking",
  "checked",
  "importing",
  "imported",
  "undoing",
  "undone",
  "unreadable",
]);
export type ImportState = z.infer<typeof ImportState>;

/** Why a file cannot be imported; `erased`: it was deleted because a customer was erased, who may be in it. */
export const ImportFault = z.enum(["archive", "not_csv", "empty", "too_many_rows", "erased"]);
export type ImportFault = z.infer<typeof ImportFault>;

export const MAX_IMPORT_ROWS = 500_000;
/** Days that an uploaded file is stored. */
export const KEEP_FILE_DAYS = 7;
