/** Messages between a page and the worker of a pixel. */
export type ToWorker =
  | {
      readonly kind: "start";
      readonly bundle: string;
      readonly settings: unknown;
      readonly init: object;
    }
  | { readonly kind: "event"; readonly event: PageEvent }
  | { readonly kind: "consent"; readonly customerPrivacy: CustomerPrivacy }
  | { readonly kind: "answer"; readonly id: number; readonly value: unknown };

/** APIs that the worker needs the page for. */
export interface FromWorker {
  readonly id: number;
  readonly part: "page" | "cookie" | "localStorage" | "sessionStorage";
  readonly method: string;
  readonly args: readonly string[];
}

export interface CustomerPrivacy {
  readonly analyticsProcessingAllowed: boolean;
  readonly marketingAllowed: boolean;
  readonly preferencesProcessingAllowed: boolean;
  readonly saleOfDataAllowed: boolean;
}

export interface PageEvent {
  readonly id: string;
  readonly name: string;
  readonly type: "standard" | "custom";
  readonly seq: number;
  readonly timestamp: string;
  readonly clientId: string;
  readonly context: object;
  readonly data: object;
}
