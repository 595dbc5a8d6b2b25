import { Badge, Icon } from "@shopify/polaris";
import { AlertTriangleIcon } from "@shopify/polaris-icons";
import {
  BaseEdge,
  Controls,
  EdgeLabelRenderer,
  Handle,
  Position,
  ReactFlow,
  type Edge,
  type EdgeProps,
  type Node,
  type NodeProps,
  type ReactFlowInstance,
} from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import {
  createContext,
  useContext,
  useMemo,
  useRef,
  type FocusEvent,
  type KeyboardEvent,
} from "react";
import { useText } from "~/i18n/text-provider";
import { FLOW_START, type StepSlot } from "~/flows/editing/change-steps";
import { AddStep } from "../editor/add-step";
import type { EditorView } from "../editor/editor-view";
import { firstView, paneHeightOf } from "./first-view";
import styles from "./flow-picture.module.css";
import { BEGIN, graphOf } from "./graph-of";
import { layOutFlow, type FlowDiagram } from "./lay-out-flow";
import { neighbors, type Direction } from "./neighbors";
import { panIntoView } from "./pan-into-view";

/** Contents of boxes and lines; the library only passes on data. */
const View = createContext<EditorView | null>(null);

type LineData = Edge<{ line: FlowDiagram["lines"][number] }>;

const NODE_TYPES = { step: StepBox, end: EndBox };
const EDGE_TYPES = { way: WayLine };

/** The flow canvas: every step is a button, every path a line with an add button. */
export default function FlowPicture(view: EditorView) {
  const { steps } = view;
  const text = useText("flow-editor");
  const pane = useRef<HTMLDivElement>(null);
  const flow = useRef<ReactFlowInstance<Node, LineData> | null>(null);
  const graph = useMemo(() => graphOf(steps), [steps]);
  const picture = useMemo(() => layOutFlow(graph), [graph]);
  const { boxes, lines } = picture;
  // The library hides lines until it has measured new boxes, so they would flicker with other changes of the page.
  const nodes = useMemo(() => graph.flatMap(({ id }) => nodeOf(id, boxes)), [graph, boxes]);
  const edges = useMemo(() => lines.map(edgeOf), [lines]);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const direction = DIRECTIONS[event.key];
    const from = event.target instanceof HTMLElement ? event.target.dataset.stepId : undefined;
    if (!direction || from === undefined) return;
    const [to] = neighbors(graph, boxes, from, direction);
    if (to === undefined) return;
    event.preventDefault();
    event.currentTarget.querySelector<HTMLElement>(`[data-step-id="${to}"]`)?.focus();
  };
  const isDragging = useRef(false);
  const onPointerDown = () => {
    isDragging.current = true;
    const release = () => (isDragging.current = false);
    for (const end of ["pointerup", "pointercancel"]) {
      window.addEventListener(end, release, { once: true });
    }
  };
  // The library reverts the browser's scrolling to the focused element. A pressed button is visible anyway: if it
  // moved away from the pointer, it would not be clicked.
  const onFocus = ({ target }: FocusEvent<HTMLDivElement>) =>
    requestAnimationFrame(() => {
      if (isDragging.current || !pane.current || !flow.current) return;
      const moved = panIntoView(
        pane.current.getBoundingClientRect(),
        target.getBoundingClientRect(),
      );
      const { x, y, zoom } = flow.current.getViewport();
      if (moved) void flow.current.setViewport({ x: x + moved.x, y: y + moved.y, zoom });
    });
  const onInit = (instance: ReactFlowInstance<Node, LineData>) => {
    flow.current = instance;
    const room = pane.current?.getBoundingClientRect();
    if (room) void instance.setViewport(firstView(room, picture));
  };
  return (
    <View.Provider value={view}>
      <div
        ref={pane}
        className={styles.picture}
        style={{ height: paneHeightOf(picture) }}
        role="group"
        aria-label={text("canvas")}
        onKeyDown={onKeyDown}
        onPointerDownCapture={onPointerDown}
        onFocus={onFocus}
      >
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          onInit={onInit}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          preventScrolling={false}
          zoomOnScroll={false}
          minZoom={0.3}
          maxZoom={1.25}
        >
          <Controls showInteractive={false} />
        </ReactFlow>
      </div>
    </View.Provider>
  );
}

function nodeOf(id: string, boxes: FlowDiagram["boxes"]): Node[] {
  const box = boxes.get(id);
  if (!box) return [];
  const { x, y, width, height } = box;
  const type = id.startsWith("end/") ? "end" : "step";
  const measured = { width, height };
  return [{ id, type, position: { x, y }, width, height, measured, data: {} }];
}

const edgeOf = (line: FlowDiagram["lines"][number]): LineData => ({
  id: `${line.from}/${line.port}`,
  source: line.from,
  target: line.to,
  type: "way",
  data: { line },
});

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowDown: "down",
  ArrowUp: "up",
  ArrowLeft: "left",
  ArrowRight: "right",
};

function StepBox({ id }: NodeProps) {
  const view = useContext(View);
  const text = useText("flow-editor");
  if (!view) return null;
  const { kind, words, numbers, isEmail, isDraft } = view.captionOf(id);
  const problem = view.problemOf(id);
  const classes = [
    styles.box,
    view.openId === id && styles.open,
    view.path.has(id) && styles.walked,
    problem !== null && styles.wrong,
    isEmail && styles.email,
  ];
  const labels = [
    isDraft ? text("draft.label", { step: kind }) : kind,
    words,
    numbers,
    problem && text("problems.label", { problem }),
  ].filter(Boolean);
  return (
    <>
      {id !== BEGIN && <Handle type="target" position={Position.Top} className={styles.handle} />}
      <button
        type="button"
        className={classes.filter(Boolean).join(" ")}
        data-step-id={id}
        aria-pressed={view.openId === id}
        aria-label={labels.join(". ")}
        onClick={() => view.onOpen(view.openId === id ? null : id)}
      >
        <span className={styles.kind}>
          {kind}
          {isDraft && (
            <Badge size="small" tone="attention">
              {text("draft")}
            </Badge>
          )}
          {problem !== null && <Icon source={AlertTriangleIcon} tone="critical" />}
        </span>
        <span className={styles.words}>{words}</span>
        <span className={problem === null ? styles.numbers : styles.problem}>
          {problem ?? numbers}
        </span>
      </button>
      <Handle type="source" position={Position.Bottom} className={styles.handle} />
    </>
  );
}

function EndBox() {
  const text = useText("flow-editor");
  return (
    <>
      <Handle type="target" position={Position.Top} className={styles.handle} />
      <div className={styles.end}>{text("end")}</div>
    </>
  );
}

function WayLine({ id, data }: EdgeProps<LineData>) {
  const view = useContext(View);
  if (!view || !data) return null;
  const { points, anchor, from, port } = data.line;
  const step = view.steps.find(({ stepId }) => stepId === from);
  const label = step ? view.outputName(step, port) : null;
  const place: StepSlot = step ? { from, port } : FLOW_START;
  const isWalked = view.path.has(from) && view.path.has(data.line.to);
  return (
    <>
      <BaseEdge
        id={id}
        path={pathOf(points)}
        className={isWalked ? styles.walkedLine : styles.line}
      />
      <EdgeLabelRenderer>
        <div
          className={`${styles.label} nodrag nopan`}
          style={{ transform: `translate(-50%, -50%) translate(${anchor.x}px, ${anchor.y}px)` }}
        >
          {label !== null && <span className={styles.way}>{label}</span>}
          <AddStep {...view} place={place} />
        </div>
      </EdgeLabelRenderer>
    </>
  );
}

function pathOf(points: FlowDiagram["lines"][number]["points"]): string {
  return points.map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${x},${y}`).join(" ");
}
