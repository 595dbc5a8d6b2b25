import { AppError } from "~/lib/errors";

/**
 * A request's form.
 *
 * @throws AppError `invalid_input` when the body is none
 */
export async function readForm(request: Request): Promise<FormData> {
  try {
    return await request.formData();
  } catch (cause) {
    // Of another kind, or broken: `formData` throws this for all that the sender did wrong.
    if (cause instanceof TypeError) throw new AppError("invalid_input", "No form", { cause });
    throw cause;
  }
}
