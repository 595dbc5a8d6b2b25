import type { StepCopy, TemplateId } from "~/flows/send-step";
import { parseMerge } from "../merge/merge-grammar";
import { COPY_PATHS } from "./step-copy";

const MAX_CHARS: Readonly<Record<keyof StepCopy, number>> = {
  subject: 150,
  preheader: 150,
  heading: 120,
  intro: 1_500,
  button: 40,
};

interface CopyProblem {
  readonly field: keyof StepCopy;
  readonly message: string;
}

export type CopyCheck =
  | { readonly kind: "accepted"; readonly copy: StepCopy }
  | { readonly kind: "refused"; readonly problems: readonly CopyProblem[] };

/**
 * Checks the texts of a step before they are saved, and again before they are
 * compiled: each present, of fitting length, one line but for the intro, and
 * naming only values that the template has.
 *
 * @returns the trimmed texts, or every problem in the merchant's words
 */
export function checkCopy(template: TemplateId, copy: StepCopy): CopyCheck {
  const fields = Object.keys(MAX_CHARS) as (keyof StepCopy)[];
  const problems = fields.flatMap((field) => {
    const message = problemOf(field, copy[field].trim(), COPY_PATHS[template]);
    return message === null ? [] : [{ field, message }];
  });
  if (problems.length > 0) return { kind: "refused", problems };
  return {
    kind: "accepted",
    copy: {
      subject: copy.subject.trim(),
      preheader: copy.preheader.trim(),
      heading: copy.heading.trim(),
      intro: copy.intro.replace(/\r\n?/g, "\n").trim(),
      button: copy.button.trim(),
    },
  };
}

function problemOf(field: keyof StepCopy, text: string, paths: readonly string[]): string | null {
  if (text === "") return "Must not be empty";
  if (text.length > MAX_CHARS[field]) return `Must be at most ${MAX_CHARS[field]} characters`;
  if (field !== "intro" && /[\r\n\p{Zl}\p{Zp}]/u.test(text)) return "Must be one line";
  // Private use characters (Co) mean nothing outside one font; the compiler marks places with them.
  if (/[\p{Cc}\p{Co}]/u.test(text.replace(/\s/g, ""))) {
    return "Has a character that cannot be shown";
  }
  const parsed = parseMerge(text, paths);
  return parsed.kind === "refused" ? parsed.problem : null;
}
