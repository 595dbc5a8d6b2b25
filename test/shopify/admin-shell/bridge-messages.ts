/** A button of a title bar or save bar in the admin. */
export interface BarAction {
  /** Its position among the element's buttons and links. */
  readonly index: number;
  readonly label: string;
  readonly variant: string | null;
  readonly tone: string | null;
  readonly isDisabled: boolean;
}

export interface NavItem {
  readonly label: string;
  readonly href: string;
  readonly isHome: boolean;
}

/** Messages from the app's page to the admin. */
export type FromApp =
  | { kind: "navigated"; path: string; title: string }
  | { kind: "nav"; items: readonly NavItem[] }
  | { kind: "titleBar"; title: string | null; actions: readonly BarAction[] }
  | {
      kind: "toast";
      id: string;
      text: string;
      isError: boolean;
      action: string | null;
      durationMs: number;
    }
  | { kind: "toastHidden"; id: string }
  | { kind: "saveBar"; id: string; isShown: boolean; actions: readonly BarAction[] }
  | { kind: "modal"; isOpen: boolean }
  | { kind: "loading"; isLoading: boolean }
  | { kind: "leave"; url: string }
  | { kind: "ask"; id: string; question: Question };

/** Requests of the app's page that need a response. */
export type Question =
  | { about: "idToken" }
  | { about: "extensions" }
  | { about: "scopes"; action: "query" | "request" | "revoke"; scopes: readonly string[] }
  | { about: "resources"; type: string; multiple: boolean; query: string }
  | { about: "leave" };

/** Messages from the admin to the app's page. */
export type FromAdmin =
  | { kind: "answer"; id: string; value: unknown }
  | { kind: "refusal"; id: string; reason: string }
  | { kind: "navigate"; href: string }
  | { kind: "titleBarAction"; index: number }
  | { kind: "saveBarAction"; id: string; index: number }
  | { kind: "toastAction"; id: string }
  | { kind: "toastDismissed"; id: string };
