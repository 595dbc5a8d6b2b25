import { lazy, Suspense, useState } from "react";
import type { ConfirmDialogsProps } from "./confirm-dialogs.client";

// Browser only: a module that the server imports dynamically would split its build.
const ConfirmDialogs = lazy(() => import("./confirm-dialogs.client"));

/** Asks the merchant to confirm a change. The browser loads the dialogs with the first question. */
export function ConfirmQuestion(props: ConfirmDialogsProps) {
  // A closed dialog stays mounted, so that its closing is animated.
  const [isNeeded, setIsNeeded] = useState(false);
  if (props.question !== null && !isNeeded) setIsNeeded(true);
  if (!isNeeded) return null;
  return (
    <Suspense fallback={null}>
      <ConfirmDialogs {...props} />
    </Suspense>
  );
}
