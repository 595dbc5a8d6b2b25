import {
  Banner,
  BlockStack,
  Box,
  Button,
  ButtonGroup,
  Card,
  InlineStack,
  Link,
  SkeletonBodyText,
  Text,
  useBreakpoints,
} from "@shopify/polaris";
import { RedoIcon, UndoIcon } from "@shopify/polaris-icons";
import { Suspense, useEffect, useState, type ReactNode } from "react";
import { useFlowWords } from "~/components/flows/flow-words";
import { outputWords } from "~/components/flows/step-words";
import type { Undoable } from "~/components/forms/use-history";
import { usePreload } from "~/components/lazy/use-preload";
import { findFlowWarnings } from "~/flows/checks/find-flow-warnings";
import { useText } from "~/i18n/text-provider";
import type { ParsedFlowEdit } from "~/flows/editing/parse-flow-edit";
import type { ShownFlow } from "../shown-flow";
import type { FlowEdit } from "~/flows/editing/edit-flow";
import type { FlowFieldErrors } from "../describe-problems";
import { LaterExitForm, LaterTriggerForm, loadLaterParts } from "../later-parts";
import { FlowPicture } from "../picture/flow-picture";
import { BEGIN, EXITS } from "../picture/graph-of";
import { captionsOf, problemsOf, type EditorView } from "./editor-view";
import styles from "./flow-editor.module.css";
import { StepForm } from "./step-form";
import { StepList } from "./step-list";
import type { EditSteps } from "./use-edit-steps";

interface FlowEditorProps {
  flow: ShownFlow;
  draft: FlowEdit;
  parsed: ParsedFlowEdit;
  problems: FlowFieldErrors;
  openId: string | null;
  onOpen: (id: string | null) => void;
  onChange: (draft: FlowEdit, field: string | null) => void;
  actions: EditSteps;
  history: Undoable<FlowEdit>;
  path: ReadonlySet<string>;
  /** Content below the form of the selected step. */
  beside: ReactNode;
}

/** Conditions can be as long as a paragraph; names of steps are also in lists and headings. */
const MAX_NAME_CHARS = 80;

const shorten = (name: string): string =>
  name.length > MAX_NAME_CHARS ? `${name.slice(0, MAX_NAME_CHARS - 1).trimEnd()}…` : name;

/** The flow's steps, as a canvas if there is space, else as a list, with the form of the selected step. */
export function FlowEditor(props: FlowEditorProps) {
  const { flow, draft, parsed, problems, openId, onOpen, onChange, actions, history, path } = props;
  const [isList, setIsList] = useState(false);
  const shown = useShown(isList);
  usePreload(loadLaterParts);
  const words = useFlowWords(flow.names);
  const { text } = words;
  const captionOf = captionsOf(flow, draft, parsed, words);
  const nameOf = (stepId: string) => {
    const { kind, words: said, isEmail } = captionOf(stepId);
    return isEmail ? kind : shorten(text("step", { kind, words: said }));
  };
  const problemOf = problemsOf(problems);
  const view: EditorView = {
    ...{ steps: draft.steps, openId, onOpen, actions },
    ...{ captionOf, nameOf, problemOf, path },
    outputName: (step, port) => outputWords(step, port, words),
  };
  const edit = draft.steps.find(({ stepId }) => stepId === openId);
  const form =
    openId === BEGIN ? (
      <Suspense fallback={<SkeletonBodyText />}>
        <LaterTriggerForm {...{ flow, draft, parsed, problems, onChange }} />
      </Suspense>
    ) : openId === EXITS ? (
      <Suspense fallback={<SkeletonBodyText />}>
        <LaterExitForm {...{ flow, draft, problems, onChange }} />
      </Suspense>
    ) : edit ? (
      <StepForm key={edit.stepId} {...{ flow, edit, view, words, problems }} />
    ) : null;
  const notices = (
    <>
      <ToMend problems={problems} view={view} />
      <Warnings {...{ draft, parsed, view }} />
    </>
  );
  return (
    <Box paddingInline={{ xs: "400", sm: "0" }}>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {text("steps.title")}
          </Text>
          <ButtonGroup>
            <Button
              icon={UndoIcon}
              accessibilityLabel={text("undo")}
              disabled={history.undo === null}
              onClick={() => history.undo?.()}
            />
            <Button
              icon={RedoIcon}
              accessibilityLabel={text("redo")}
              disabled={history.redo === null}
              onClick={() => history.redo?.()}
            />
            <Button pressed={openId === EXITS} onClick={() => onOpen(EXITS)}>
              {text("exits.title")}
            </Button>
            <span className={styles.wide}>
              <Button pressed={isList} onClick={() => setIsList(!isList)}>
                {text(isList ? "view.canvas" : "view.list")}
              </Button>
            </span>
          </ButtonGroup>
        </InlineStack>
        {shown !== "list" && (
          <div className={shown === "both" ? styles.wide : undefined}>
            <div className={styles.sides}>
              <FlowPicture {...view} />
              <div className={styles.panel}>
                <BlockStack gap="300">
                  {/* The list has the form while both are rendered. */}
                  {(shown === "picture" && form) || (
                    <Card>
                      <Text as="p" tone="subdued">
                        {text("choose")}
                      </Text>
                    </Card>
                  )}
                  {/* Above the canvas they would move it when a step is added. */}
                  {notices}
                  {shown === "picture" && props.beside}
                </BlockStack>
              </div>
            </div>
          </div>
        )}
        {shown !== "picture" && (
          <div className={shown === "both" ? styles.narrow : undefined}>
            <BlockStack gap="300">
              {shown === "list" && notices}
              <StepList
                {...view}
                completed={flow.enrollments.completed}
                form={
                  <BlockStack gap="300">
                    {form}
                    {props.beside}
                  </BlockStack>
                }
              />
            </BlockStack>
          </div>
        )}
      </BlockStack>
    </Box>
  );
}

/** Both are rendered, one hidden by CSS, until the browser knows its width. */
function useShown(isList: boolean): "both" | "picture" | "list" {
  const [isMounted, setIsMounted] = useState(false);
  useEffect(() => setIsMounted(true), []);
  const { mdUp } = useBreakpoints();
  if (!isMounted) return "both";
  return mdUp && !isList ? "picture" : "list";
}

/** Problems that prevent saving, each with a link to its step. */
function ToMend({ problems, view }: { problems: FlowFieldErrors; view: EditorView }) {
  const text = useText("flow-editor");
  const boxOf = (name: string) => {
    if (name === "trigger") return BEGIN;
    if (name === "exits") return EXITS;
    return view.steps.some((step) => step.stepId === name) ? name : null;
  };
  const found = Object.entries(problems).flatMap(([field, message]) => {
    const boxId = boxOf(field.split(".")[0] ?? "");
    return boxId !== null || field === "steps" ? [{ field, boxId, message }] : [];
  });
  if (found.length === 0) return null;
  return (
    <Banner tone="warning" title={text("problems.title")}>
      <ul className={styles.mend}>
        {found.map(({ field, boxId, message }) => (
          <li key={field}>
            {boxId === null ? (
              message
            ) : (
              <Link onClick={() => view.onOpen(boxId)}>
                {text("problems.item", { step: view.nameOf(boxId), problem: message })}
              </Link>
            )}
          </li>
        ))}
      </ul>
    </Banner>
  );
}

interface WarningsProps {
  draft: FlowEdit;
  parsed: ParsedFlowEdit;
  view: EditorView;
}

/** Warnings that do not prevent saving. */
function Warnings({ draft, parsed, view }: WarningsProps) {
  const text = useText("flow-editor");
  const warnings = findFlowWarnings(parsed.steps);
  const drafts = draft.steps.filter(({ stepId }) => view.captionOf(stepId).isDraft);
  if (warnings.length + drafts.length === 0) return null;
  const title =
    drafts.length > 0 ? text("drafts.title", { count: drafts.length }) : text("atOnce.title");
  return (
    <Banner tone="warning" title={title}>
      <ul className={styles.mend}>
        {drafts.map(({ stepId }) => (
          <li key={stepId}>
            <Link onClick={() => view.onOpen(stepId)}>
              {text("drafts.item", { step: view.nameOf(stepId) })}
            </Link>
          </li>
        ))}
        {warnings.map(({ email, after }) => (
          <li key={`${after}/${email}`}>{text("atOnce.item", { email, after })}</li>
        ))}
      </ul>
    </Banner>
  );
}
