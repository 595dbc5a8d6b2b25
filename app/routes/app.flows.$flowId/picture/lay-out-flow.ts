/** A box with its outputs. Nodes are ordered so that each path leads further down; the first is at the top. */
export interface GraphNode {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** In order from left to right. */
  readonly ways: readonly { readonly port: string; readonly to: string }[];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

export interface DiagramBox extends Point {
  readonly width: number;
  readonly height: number;
}

export interface DiagramLine {
  readonly from: string;
  readonly port: string;
  readonly to: string;
  /** Vertical and horizontal segments. */
  readonly points: readonly Point[];
  /** Position of the path's own label: no other path of its step passes there. */
  readonly anchor: Point;
}

export interface FlowDiagram {
  readonly boxes: ReadonlyMap<string, DiagramBox>;
  readonly lines: readonly DiagramLine[];
}

/** Vertical distance between two boxes, with space for a label and a button. */
const GAP_DOWN = 80;
const GAP_ACROSS = 40;
/** Horizontal space for a path that bypasses boxes below. */
const PASS = 36;
/** Horizontal space for a path that bypasses its step's other paths. */
const STUB: { readonly width: number; readonly height: number } = { width: 150, height: 24 };

/**
 * Lays out a flow from top to bottom. Each step is above everything reachable only through it: its branches side by
 * side, and below them, centered, their joins. So no boxes overlap, and every line can pass beside the boxes.
 */
export function layOutFlow(nodes: readonly GraphNode[]): FlowDiagram {
  const blocks = blocksOf(nodes);
  const [top] = nodes;
  const root = top && blocks.get(top.id);
  if (!root) return { boxes: new Map(), lines: [] };
  measure(root);
  place(root, 0, 0);
  const boxes = new Map(
    [...blocks].map(([id, { node, cx, top: y }]) => [
      id,
      { x: cx - node.width / 2, y, width: node.width, height: node.height },
    ]),
  );
  const lines = [...blocks.values()].flatMap((block) =>
    block.node.ways.flatMap(({ port, to }) => {
      const target = blocks.get(to);
      return target ? [draw(block, port, target)] : [];
    }),
  );
  return { boxes, lines };
}

/** A step with everything reachable only through it. */
interface Block {
  readonly node: GraphNode;
  /** The containing block; null for the top. */
  parent: Block | null;
  /** Its position there: 0 among the lanes, from 1 on below them. */
  section: number;
  readonly branches: Branch[];
  /** The common targets of several branches, from top to bottom. */
  readonly joins: Block[];
  width: number;
  cx: number;
  top: number;
  /** Lower edges of the node, of its lanes, and of each join. */
  bottoms: number[];
}

/** A branch of a step with its content, or a path that bypasses it. */
interface Branch {
  readonly port: string;
  readonly block: Block | null;
  cx: number;
}

function blocksOf(nodes: readonly GraphNode[]): Map<string, Block> {
  const blocks = new Map<string, Block>();
  const incoming = new Map<string, string[]>();
  for (const { id, ways } of nodes) {
    for (const { to } of ways) incoming.set(to, [...(incoming.get(to) ?? []), id]);
  }
  const depth = new Map<string, number>();
  for (const [i, node] of nodes.entries()) {
    const block: Block = {
      ...{ node, parent: null, section: 0, branches: [], joins: [] },
      ...{ width: 0, cx: 0, top: 0, bottoms: [] },
    };
    blocks.set(node.id, block);
    if (i === 0) continue;
    const sources = incoming.get(node.id) ?? [];
    const [source = ""] = sources;
    block.parent = sources
      .slice(1)
      .reduce<Block | null>(
        (it, id) => commonBlock(it, blocks.get(id) ?? null, depth),
        blocks.get(source) ?? null,
      );
    depth.set(node.id, (depth.get(block.parent?.node.id ?? "") ?? 0) + 1);
    if (sources.length > 1 && block.parent) {
      block.parent.joins.push(block);
      block.section = block.parent.joins.length;
    }
  }
  for (const block of blocks.values()) {
    const { ways } = block.node;
    for (const { port, to } of ways) {
      const target = blocks.get(to) ?? null;
      const isOwn = target !== null && (incoming.get(to)?.length ?? 0) === 1;
      if (isOwn || ways.length > 1)
        block.branches.push({ port, block: isOwn ? target : null, cx: 0 });
    }
  }
  return blocks;
}

/** The lowest block that contains both: their common dominator. */
function commonBlock(
  a: Block | null,
  b: Block | null,
  depth: ReadonlyMap<string, number>,
): Block | null {
  let [one, other] = [a, b];
  while (one !== null && other !== null && one !== other) {
    const isDeeper = (depth.get(one.node.id) ?? 0) >= (depth.get(other.node.id) ?? 0);
    if (isDeeper) one = one.parent;
    else other = other.parent;
  }
  return one === other ? one : null;
}

const branchWidth = ({ block }: Branch) => block?.width ?? STUB.width;
const branchesWidth = ({ branches }: Block) =>
  branches.reduce((sum, branch) => sum + branchWidth(branch), 0) +
  GAP_ACROSS * Math.max(0, branches.length - 1);

function measure(block: Block): void {
  for (const branch of block.branches) if (branch.block) measure(branch.block);
  for (const join of block.joins) measure(join);
  const widest = Math.max(
    block.node.width,
    branchesWidth(block),
    ...block.joins.map(({ width }) => width),
  );
  // On both sides, so that the step stays centered.
  block.width = widest + (block.joins.length > 0 ? 2 * PASS : 0);
}

/** @returns the lower edge of the block */
function place(block: Block, cx: number, top: number): number {
  block.cx = cx;
  block.top = top;
  const own = top + block.node.height;
  let left = cx - branchesWidth(block) / 2;
  let bottom = own;
  for (const branch of block.branches) {
    const width = branchWidth(branch);
    branch.cx = left + width / 2;
    const under = own + GAP_DOWN;
    bottom = Math.max(
      bottom,
      branch.block ? place(branch.block, branch.cx, under) : under + STUB.height,
    );
    left += width + GAP_ACROSS;
  }
  block.bottoms = [own, bottom];
  for (const join of block.joins) {
    bottom = place(join, cx, bottom + GAP_DOWN);
    block.bottoms.push(bottom);
  }
  return bottom;
}

function draw(source: Block, port: string, target: Block): DiagramLine {
  const start = { x: source.cx, y: source.bottoms[0] ?? 0 };
  const points: Point[] = [start];
  let { x } = start;
  const across = (y: number, to: number) => {
    points.push({ x, y }, { x: to, y });
    x = to;
  };
  const branch = source.branches.find((it) => it.port === port);
  const first = start.y + GAP_DOWN / 2;
  if (branch) across(first, branch.cx);
  const anchor = { x, y: first };
  if (branch?.block !== target) {
    // Down through the blocks that it leaves, beside everything below in each.
    let block = source;
    let section = branch ? 0 : -1;
    while (target.parent !== block) {
      if (section < block.joins.length && block.joins.length > 0) goPast(block, section);
      if (!block.parent) break;
      ({ section } = block);
      block = block.parent;
    }
    if (target.parent === block && target.section > section + 1) goPast(block, section);
    across(target.top - GAP_DOWN / 2, target.cx);
  }
  points.push({ x: target.cx, y: target.top });
  return { from: source.node.id, port, to: target.node.id, points: tidy(points), anchor };

  function goPast(block: Block, section: number) {
    const y = (block.bottoms[section + 1] ?? 0) + GAP_DOWN / 2;
    across(y, block.cx + block.width / 2 - PASS / 2);
  }
}

/** Removes points on a straight line between two others. */
function tidy(points: readonly Point[]): Point[] {
  const distinct = points.filter((at, i) => {
    const before = points[i - 1];
    return before?.x !== at.x || before.y !== at.y;
  });
  return distinct.filter((at, i) => {
    const before = distinct[i - 1];
    const next = distinct[i + 1];
    if (!before || !next) return true;
    const isDown = before.x === at.x && at.x === next.x;
    const isAcross = before.y === at.y && at.y === next.y;
    return !isDown && !isAcross;
  });
}

/** The steps that an enrollment seen at these steps has certainly passed, since every path to them leads through. */
export function findCertainPath(
  nodes: readonly GraphNode[],
  seen: readonly string[],
): ReadonlySet<string> {
  const blocks = blocksOf(nodes);
  const path = new Set<string>();
  for (const id of seen) {
    for (let block = blocks.get(id) ?? null; block !== null; block = block.parent) {
      path.add(block.node.id);
    }
  }
  return path;
}
