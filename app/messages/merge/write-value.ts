import { mergePath } from "./merge-paths";

interface Place {
  /** Whether it begins the line: then a comma follows a name. */
  readonly startsLine?: boolean;
  /** What replaces a missing value that is no name. */
  readonly otherwise?: string;
}

/**
 * A merge value as a text contains it. A name that some people lack brings its space along, so that every language
 * reads naturally without it: "Hi{{ … }}," is "Hi Ada," or "Hi,".
 */
export function writeValue(
  path: string,
  { startsLine = false, otherwise = "–" }: Place = {},
): string {
  if (!mergePath(path)?.mayBeMissing) return `{{ ${path} }}`;
  if (!isName(path)) return `{{ ${path} | default: "${otherwise}" }}`;
  return startsLine ? `{{ ${path} | append: ", " }}` : `{{ ${path} | prepend: " " }}`;
}

/** Whether a value is left out together with its space where it is missing. */
export const isName = (path: string): boolean => path.startsWith("recipient.");
