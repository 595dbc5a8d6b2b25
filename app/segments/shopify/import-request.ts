import { z } from "zod";
import { AppError } from "~/lib/errors";

const ImportRequest = z.object({ shopifySegmentId: z.string().regex(/^\d{1,20}$/) });

/** @throws AppError `invalid_input` */
export function readImportRequest(body: unknown): z.infer<typeof ImportRequest> {
  const parsed = ImportRequest.safeParse(body);
  if (!parsed.success) throw new AppError("invalid_input", "That could not be read");
  return parsed.data;
}
