import type { ServerBuild } from "@remix-run/node";

export type RouteModule = Partial<ServerBuild["routes"][string]["module"]>;

export interface BuildOptions {
  /** By their paths, which are also their ids. */
  readonly modules: Readonly<Record<string, RouteModule>>;
  readonly handleError?: (error: unknown) => void;
  /** Whether a module has a page. */
  readonly renderDocument?: (status: number) => Response;
}

/** A Remix build with these routes, below an empty root. */
export function buildOf({ modules, handleError, renderDocument }: BuildOptions): ServerBuild {
  const routes = Object.entries(modules).map(([path, module]) => [
    path,
    { id: path, parentId: "root", path, module },
  ]);
  return {
    entry: {
      module: {
        default: (_request, status, headers) =>
          renderDocument?.(status) ?? new Response("a page", { status, headers }),
        ...(handleError && { handleError }),
      },
    },
    routes: {
      root: { id: "root", path: "", module: { default: () => null } },
      ...(Object.fromEntries(routes) as ServerBuild["routes"]),
    },
    assets: { entry: { imports: [], module: "" }, routes: {}, url: "", version: "" },
    publicPath: "/",
    assetsBuildDirectory: "",
    future: {
      v3_fetcherPersist: true,
      v3_relativeSplatPath: true,
      v3_throwAbortReason: true,
      v3_lazyRouteDiscovery: false,
      v3_singleFetch: true,
    },
    isSpaMode: false,
    mode: "production",
  };
}
