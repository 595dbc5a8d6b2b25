import { composeMessages, readForComposing } from "~/messages/composing/compose-message.server";

/** Composes messages, as freezing a batch does. */
export async function readAndCompose(
  ...args: Parameters<typeof readForComposing>
): ReturnType<typeof composeMessages> {
  return composeMessages(...args, await readForComposing(...args));
}
