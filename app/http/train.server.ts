import { data } from "@remix-run/node";
import type { Deps } from "~/deps.server";
import type { TrainingKind } from "~/training-registry.server";
import { cancelTraining, requestTraining } from "~/jobs/training/training-store.server";
import type { ShopId } from "~/lib/shop-id";

/** Form values of the training buttons: `train=now` or `train=cancel`. */
export async function trainOrCancel(
  form: FormData,
  shopId: ShopId,
  kind: TrainingKind,
  { db, queue, now }: Pick<Deps, "db" | "queue" | "now">,
) {
  const requested = form.get("train");
  if (requested === "now") {
    const request = { requestedBy: "merchant", at: now() } as const;
    await db.$transaction((tx) => requestTraining(tx, shopId, kind, request, { queue }));
  } else if (requested === "cancel") {
    await cancelTraining(db, shopId, kind, now());
  } else {
    return data({ error: "That could not be read." }, 422);
  }
  return data({ error: null });
}
