import { z } from "zod";

/** A customer's tags, and what is needed to apply changes in any order. Instants are ISO 8601. */
export const TagState = z.object({
  /** The newest complete list. */
  listed: z.array(z.string()).default([]),
  /** Its time; "" without one. */
  listedAt: z.string().default(""),
  /** The last change of each tag after the list, sorted by tag. */
  changes: z.array(z.object({ tag: z.string(), at: z.string(), isSet: z.boolean() })).default([]),
});
export type TagState = z.infer<typeof TagState>;

interface TagChange {
  readonly change: "listed" | "added" | "removed";
  readonly tags: readonly string[];
  readonly at: Date;
}

/**
 * Applies a change of tags. The result does not depend on the order or repetition of changes. A
 * list outranks changes of the same instant, since it was read after them.
 */
export function changeTags(known: TagState, { change, tags, at }: TagChange): TagState {
  const instant = at.toISOString();
  if (change === "listed") {
    const listed = tags.toSorted();
    const isOlder =
      instant < known.listedAt ||
      (instant === known.listedAt && JSON.stringify(listed) <= JSON.stringify(known.listed));
    if (isOlder) return known;
    return {
      listed,
      listedAt: instant,
      changes: known.changes.filter((it) => it.at > instant),
    };
  }
  if (instant <= known.listedAt) return known;
  const isSet = change === "added";
  const changes = new Map(known.changes.map((it) => [it.tag, it]));
  for (const tag of tags) {
    const before = changes.get(tag);
    // At one instant, an added tag outranks a removed one.
    const isNewer =
      !before || before.at < instant || (before.at === instant && isSet && !before.isSet);
    if (isNewer) changes.set(tag, { tag, at: instant, isSet });
  }
  const sorted = [...changes.values()].toSorted((a, b) => (a.tag < b.tag ? -1 : 1));
  return { ...known, changes: sorted };
}

/** The tags that the customer has, sorted. */
export function listTags({ listed, changes }: TagState): string[] {
  const changed = new Set(changes.map(({ tag }) => tag));
  const kept = listed.filter((tag) => !changed.has(tag));
  return [...kept, ...changes.flatMap(({ tag, isSet }) => (isSet ? tag : []))].toSorted();
}
