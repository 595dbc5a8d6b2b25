import { Fragment, useMemo, useRef, type KeyboardEvent } from "react";
import { FLOW_START } from "~/flows/editing/change-steps";
import { useText } from "~/i18n/text-provider";
import { AddStep } from "../editor/add-step";
import type { EditorView } from "../editor/editor-view";
import { canvasSizeOf, TOP } from "./canvas-size";
import styles from "./flow-picture.module.css";
import { graphOf, isEnd } from "./graph-of";
import { layOutFlow, type DiagramBox, type DiagramLine } from "./lay-out-flow";
import { neighbors, type Direction } from "./neighbors";
import { StepBox } from "./step-box";
import { useCanvasFocus } from "./use-canvas-focus";
import { useCanvasScroll } from "./use-canvas-scroll";
import { useOpenStepInView } from "./use-open-step-in-view";

/**
 * The flow canvas in its real size: every step is a button, every path a line with an add button. It is as tall as the
 * flow, and scrolls sideways if the flow is wider. Its elements are in reading order, so that the tab key follows the
 * flow: a step, the buttons on its paths, the next step.
 */
export function FlowPicture(view: EditorView) {
  const { steps } = view;
  const text = useText("flow-editor");
  const graph = useMemo(() => graphOf(steps), [steps]);
  const { boxes, lines } = useMemo(() => layOutFlow(graph), [graph]);
  const { width, height } = canvasSizeOf({ boxes, lines });
  const pane = useRef<HTMLDivElement>(null);
  const onPointerDown = useCanvasScroll(pane, width);
  useOpenStepInView(pane, view.openId);
  useCanvasFocus(pane, view);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const direction = DIRECTIONS[event.key];
    const from = event.target instanceof HTMLElement ? event.target.dataset.stepId : undefined;
    if (!direction || from === undefined) return;
    const [to] = neighbors(graph, boxes, from, direction);
    if (to === undefined) return;
    event.preventDefault();
    event.currentTarget.querySelector<HTMLElement>(`[data-step-id="${to}"]`)?.focus();
  };
  return (
    <div
      ref={pane}
      className={styles.pane}
      role="group"
      aria-label={text("canvas")}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
    >
      <div className={styles.canvas} style={{ width, height }}>
        <Lines lines={lines} path={view.path} />
        {graph.map(({ id }) => {
          const box = boxes.get(id);
          return (
            box && (
              <Fragment key={id}>
                <div className={styles.place} style={placeOf(box)}>
                  {isEnd(id) ? (
                    <div className={styles.end}>{text("end")}</div>
                  ) : (
                    <StepBox id={id} view={view} />
                  )}
                </div>
                {lines
                  .filter(({ from }) => from === id)
                  .map((line) => (
                    <PathLabel key={line.port} line={line} view={view} />
                  ))}
              </Fragment>
            )
          );
        })}
      </div>
    </div>
  );
}

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowDown: "down",
  ArrowUp: "up",
  ArrowLeft: "left",
  ArrowRight: "right",
};

/** The layout's center is the middle of the canvas. */
const leftOf = (x: number) => `calc(50% + ${x}px)`;

const placeOf = ({ x, y, width, height }: DiagramBox) => ({
  ...{ left: leftOf(x), top: TOP + y },
  ...{ width, height },
});

function Lines({ lines, path }: { lines: readonly DiagramLine[]; path: EditorView["path"] }) {
  return (
    <svg className={styles.lines} style={{ top: TOP }} aria-hidden="true">
      {lines.map(({ from, port, to, points }) => (
        <path
          key={`${from}/${port}`}
          d={points.map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${x},${y}`).join(" ")}
          className={path.has(from) && path.has(to) ? styles.walkedLine : styles.line}
        />
      ))}
    </svg>
  );
}

/** The name of a path and the button that adds a step to it. */
function PathLabel({ line, view }: { line: DiagramLine; view: EditorView }) {
  const { anchor, from, port } = line;
  const step = view.steps.find(({ stepId }) => stepId === from);
  const label = step ? view.outputName(step, port) : null;
  return (
    <div className={styles.label} style={{ left: leftOf(anchor.x), top: TOP + anchor.y }}>
      {label !== null && <span className={styles.way}>{label}</span>}
      <AddStep {...view} place={step ? { from, port } : FLOW_START} />
    </div>
  );
}
