import { AppError } from "~/lib/errors";

/**
 * A request's form.
 * @throws AppError `invalid_input` when the body is not a form
 */
export async function readForm(request: Request): Promise<FormData> {
  try {
    return await request.formData();
  } catch (cause) {
    // Of another type, or malformed: `formData` throws this error for all client faults.
    if (cause instanceof TypeError) throw new AppError("invalid_input", "No form", { cause });
    throw cause;
  }
}
