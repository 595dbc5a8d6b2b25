type Json = Record<string, unknown>;

/**
 * A slice of a bulk result as JSONL lines. Each node of a connection is a separate line; a child contains its
 * parent's id as `__parentId`. Grouped, children follow their parent; otherwise all roots come first, so that no code
 * depends on an order that Shopify does not guarantee.
 */
export function bulkLines(
  data: Json,
  groupObjects: boolean,
): { lines: string[]; rootCount: number } {
  const roots: string[] = [];
  const children: string[] = [];
  let rootCount = 0;
  for (const value of Object.values(data)) {
    for (const node of nodesOf(value) ?? []) {
      const below = groupObjects ? [] : children;
      roots.push(flatten(node, undefined, below));
      if (groupObjects) roots.push(...below);
      rootCount += 1;
    }
  }
  return { lines: roots.concat(children), rootCount };
}

/** The line of one node; lines of nested nodes are added to `children`. */
function flatten(node: Json, parentId: unknown, children: string[]): string {
  const line = withoutConnections(node, node["id"], children);
  return JSON.stringify(parentId === undefined ? line : { ...line, __parentId: parentId });
}

function withoutConnections(object: Json, ownerId: unknown, children: string[]): Json {
  const fields: Json = {};
  for (const [key, value] of Object.entries(object)) {
    const nodes = nodesOf(value);
    if (nodes) for (const node of nodes) children.push(flatten(node, ownerId, children));
    else if (isObject(value)) fields[key] = withoutConnections(value, ownerId, children);
    else fields[key] = value;
  }
  return fields;
}

function nodesOf(value: unknown): Json[] | null {
  if (!isObject(value)) return null;
  if (Array.isArray(value["edges"]))
    return (value["edges"] as Json[]).map((it) => it["node"] as Json);
  return Array.isArray(value["nodes"]) ? (value["nodes"] as Json[]) : null;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
