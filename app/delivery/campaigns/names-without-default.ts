import type { StepCopy } from "~/flows/send-step";
import { parseMerge } from "~/messages/merge/merge-grammar";
import { COPY_PATHS } from "~/messages/editing/step-copy";

/** Whether a text names the recipient and says nothing for those who have no name. */
export function namesWithoutDefault(copy: StepCopy, secondSubject: string | null): boolean {
  const texts = [...Object.values(copy), ...(secondSubject === null ? [] : [secondSubject])];
  return texts.some((text) => {
    const parsed = parseMerge(text, COPY_PATHS.news);
    return (
      parsed.kind === "parsed" &&
      parsed.parts.some(
        (part) =>
          typeof part !== "string" &&
          part.path === "recipient.firstName" &&
          !part.filters.some(({ name }) => name === "default"),
      )
    );
  });
}
