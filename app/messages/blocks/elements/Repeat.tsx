import { createElement, Fragment, type ReactNode } from "react";
import { markedListPath, markedPath } from "../../merge/placeholders";

interface RepeatProps<T> {
  readonly of: readonly T[];
  /** Maximum items; all by default. */
  readonly limit?: number;
  readonly children: (item: T) => ReactNode;
}

/**
 * Repeats its content for each item. While compiling, the content is rendered once between two tags that name
 * the list.
 */
export function Repeat<T>({ of: list, limit, children }: RepeatProps<T>) {
  const path = markedListPath(list);
  const content = list
    .slice(0, limit)
    .map((item, i) => <Fragment key={i}>{children(item)}</Fragment>);
  return path === null ? <>{content}</> : createElement("kindred-repeat", { path, limit }, content);
}

interface ShowProps {
  /** The tested value; "" and an empty list count as missing. */
  readonly value: string | readonly unknown[] | null;
  readonly children: ReactNode;
}

/** Shows its content if the value is present. */
export function ShowIf({ value, children }: ShowProps) {
  const path = pathOf(value);
  if (path !== null) return createElement("kindred-show-if", { path }, children);
  return value?.length ? <>{children}</> : null;
}

/** Shows its content if the value is missing. */
export function ShowUnless({ value, children }: ShowProps) {
  const path = pathOf(value);
  if (path !== null) return createElement("kindred-show-unless", { path }, children);
  return value?.length ? null : <>{children}</>;
}

function pathOf(value: ShowProps["value"]): string | null {
  if (value === null) return null;
  return typeof value === "string" ? markedPath(value) : markedListPath(value);
}
