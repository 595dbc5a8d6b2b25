import { z } from "zod";
import type { CommonDeps } from "~/deps";
import { ImportSettings } from "~/delivery/customer-import/column-role";
import {
  changeImportState,
  findCustomerImport,
  startPass,
} from "~/delivery/customer-import/customer-import-store.server";
import type { ShopId } from "~/lib/shop-id";
import { findRequestStaff } from "~/privacy/request-staff.server";

type Deps = CommonDeps<"db" | "queue">;

const Change = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("check"), settings: ImportSettings }),
  z.object({ kind: z.literal("edit") }),
  z.object({ kind: z.literal("import") }),
  z.object({ kind: z.literal("undo"), importId: z.uuid() }),
]);
/** What the import page requests. */
export type CustomerImportChange = z.infer<typeof Change>;

/** `email`, `property`: the columns are invalid; `changed`: the import is at another step by now. */
export type ImportChangeProblem = "email" | "property" | "changed" | "unreadable";

/** Performs a request of the import page. @returns null: done */
export async function changeCustomerImport(
  shopId: ShopId,
  body: unknown,
  { db, queue }: Deps,
): Promise<ImportChangeProblem | null> {
  const parsed = Change.safeParse(body);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.at(-1);
    return field === "email" || field === "property" ? field : "unreadable";
  }
  const change = parsed.data;
  return db.$transaction(async (tx) => {
    const found = await findCustomerImport(tx, shopId);
    // One is undone at a time, and nothing else meanwhile.
    if (found === null || found.state === "undoing") return "changed";
    const { importId } = found;
    if (change.kind === "edit") {
      const back = { importId, from: ["checking", "checked"], to: "ready" } as const;
      return (await changeImportState(tx, shopId, back)) ? null : "changed";
    }
    const isDone =
      change.kind === "undo"
        ? found.state !== "importing" &&
          found.state !== "checking" &&
          (await changeImportState(tx, shopId, {
            ...{ importId: change.importId, from: ["imported"], to: "undoing" },
          }))
        : await startPass(
            tx,
            shopId,
            change.kind === "check"
              ? { importId, from: ["ready"], to: "checking", settings: change.settings }
              : { importId, from: ["checked"], to: "importing", staffId: findRequestStaff() },
          );
    if (!isDone) return "changed";
    await queue.announce(tx, shopId, "customer_import_requested");
    return null;
  });
}
