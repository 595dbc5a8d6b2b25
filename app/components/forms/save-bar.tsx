import { createElement, useEffect } from "react";
import { useText } from "~/i18n/text-provider";
import { appBridge } from "../app-bridge";

interface SaveBarProps {
  /** Unique on the page. */
  id: string;
  isDirty: boolean;
  isSaving: boolean;
  onSave: () => void;
  onDiscard: () => void;
}

/** An attribute of App Bridge that React does not know and passes through. */
const PRIMARY = { variant: "primary" };

/**
 * The admin's contextual save bar, shown while a form has unsaved changes. App Bridge renders it in the admin's frame
 * and forwards clicks to these two buttons.
 */
export function SaveBar({ id, isDirty, isSaving, onSave, onDiscard }: SaveBarProps) {
  const text = useText("common");
  useEffect(() => {
    const saveBar = appBridge()?.saveBar;
    void (isDirty ? saveBar?.show(id) : saveBar?.hide(id));
  }, [id, isDirty]);

  // Hide the bar when the page with the form is left.
  useEffect(() => () => void appBridge()?.saveBar.hide(id), [id]);

  return createElement(
    "ui-save-bar",
    { id, style: { display: "none" } },
    <button type="button" {...PRIMARY} disabled={isSaving} onClick={onSave}>
      {text("save")}
    </button>,
    <button type="button" disabled={isSaving} onClick={onDiscard}>
      {text("discard")}
    </button>,
  );
}
