import type { ExtensionInfo } from "~/shopify/theme-parts";

/** The part of App Bridge's global that the pages call. Its script comes from Shopify and is typed here. */
interface AppBridge {
  readonly app?: { extensions(): Promise<readonly ExtensionInfo[]> };
  /** Shows or hides the admin's loading bar. */
  loading?(isLoading: boolean): void;
  readonly saveBar: {
    show(id: string): Promise<void>;
    hide(id: string): Promise<void>;
  };
  readonly scopes: {
    /** Requests scopes from the merchant. Rejects when the app may not request them. */
    request(
      scopes: readonly string[],
    ): Promise<{ readonly result: "granted-all" | "declined-all" }>;
  };
  readonly toast: { show(text: string, options?: { isError?: boolean }): string };
}

/** App Bridge, or null while its script has not run: on the server, and outside the admin. */
export function appBridge(): AppBridge | null {
  if (typeof window === "undefined") return null;
  return (window as Window & { shopify?: AppBridge }).shopify ?? null;
}
