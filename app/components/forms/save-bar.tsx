import { createElement, useEffect } from "react";
import { appBridge } from "../app-bridge";

interface SaveBarProps {
  /** Unique on the page. */
  id: string;
  isDirty: boolean;
  isSaving: boolean;
  onSave: () => void;
  onDiscard: () => void;
}

/** App Bridge's attribute, which React does not know of and passes on. */
const PRIMARY = { variant: "primary" };

/**
 * The admin's contextual save bar: shown while a form differs from what is
 * saved. App Bridge draws it in the admin's frame and passes the clicks on to
 * these two buttons.
 */
export function SaveBar({ id, isDirty, isSaving, onSave, onDiscard }: SaveBarProps) {
  useEffect(() => {
    const saveBar = appBridge()?.saveBar;
    void (isDirty ? saveBar?.show(id) : saveBar?.hide(id));
  }, [id, isDirty]);

  // Whoever leaves the page has left the form.
  useEffect(() => () => void appBridge()?.saveBar.hide(id), [id]);

  return createElement(
    "ui-save-bar",
    { id, style: { display: "none" } },
    <button type="button" {...PRIMARY} disabled={isSaving} onClick={onSave}>
      Save
    </button>,
    <button type="button" disabled={isSaving} onClick={onDiscard}>
      Discard
    </button>,
  );
}
