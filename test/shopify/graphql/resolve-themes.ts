import { gid } from "../store-records";
import { connection, type ConnectionArgs } from "./connection";
import type { Fields } from "./resolvers";
import type { GraphqlContext } from "./run-document";

const THEME = { role: "MAIN", name: "Dawn", id: gid("OnlineStoreTheme", "1") } as const;
const SETTINGS_FILE = "config/settings_data.json";

export const themeQueries: Fields = {
  /** The published theme; none of the store's other themes. */
  themes(
    _: unknown,
    { roles, ...args }: ConnectionArgs & { roles?: readonly string[] | null },
    context: GraphqlContext,
  ) {
    const isWanted = context.shop.themeSettings !== null && (roles?.includes(THEME.role) ?? true);
    return connection(isWanted ? [THEME] : [], args, context, { isRoot: true });
  },
};

export const themeFields: Readonly<Record<string, Fields>> = {
  OnlineStoreTheme: {
    /** Of all files, only the settings. */
    files(
      _: unknown,
      { filenames, ...args }: ConnectionArgs & { filenames?: readonly string[] | null },
      context: GraphqlContext,
    ) {
      const content = context.shop.themeSettings;
      const isWanted = content !== null && (filenames?.includes(SETTINGS_FILE) ?? true);
      const file = {
        filename: SETTINGS_FILE,
        body: { __typename: "OnlineStoreThemeFileBodyText", content },
      };
      return { ...connection(isWanted ? [file] : [], args, context), userErrors: [] };
    },
  },
};
