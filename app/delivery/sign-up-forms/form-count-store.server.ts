import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { FormCounts } from "./form-results";
import type { FormArm } from "./sign-up-form";

/** Counts a view by day. A form or an arm that the shop does not have counts nothing. */
export async function countFormView(
  db: Db,
  shopId: ShopId,
  { formId, arm }: FormArm,
  now: Date,
): Promise<void> {
  await db.$executeRaw`
    insert into sign_up_form_day (shop_id, form_id, arm, day, views, sign_ups, counted_sign_ups)
    select shop_id, form_id, ${arm}, (${now}::timestamptz at time zone 'utc')::date, 1, 0, 0
    from sign_up_form where shop_id = ${shopId} and form_id = ${formId}
      and ${arm} in ('own', test_number || 'a', test_number || 'b')
    on conflict (shop_id, form_id, arm, day)
    do update set views = sign_up_form_day.views + 1`;
}

/** Counts a sign-up by day. @param isCounted whether the visit's view was counted, so that rates compare like with like */
export async function countFormSignUp(
  db: Db,
  shopId: ShopId,
  { formId, arm, isCounted }: FormArm & { readonly isCounted: boolean },
  now: Date,
): Promise<void> {
  const counted = isCounted ? 1 : 0;
  await db.$executeRaw`
    insert into sign_up_form_day (shop_id, form_id, arm, day, views, sign_ups, counted_sign_ups)
    select shop_id, form_id, ${arm}, (${now}::timestamptz at time zone 'utc')::date, 0, 1, ${counted}
    from sign_up_form where shop_id = ${shopId} and form_id = ${formId}
      and ${arm} in ('own', test_number || 'a', test_number || 'b')
    on conflict (shop_id, form_id, arm, day)
    do update set sign_ups = sign_up_form_day.sign_ups + 1,
      counted_sign_ups = sign_up_form_day.counted_sign_ups + excluded.counted_sign_ups`;
}

/** The counts of each arm of each form since a day. */
export async function listFormCounts(
  db: Db,
  shopId: ShopId,
  since: Date,
): Promise<(FormArm & FormCounts)[]> {
  const rows = await db.signUpFormDay.groupBy({
    by: ["formId", "arm"],
    where: { shopId, day: { gte: since } },
    _sum: { views: true, signUps: true, countedSignUps: true },
  });
  return rows.map(({ formId, arm, _sum: sum }) => ({
    formId,
    arm,
    views: sum.views ?? 0,
    signUps: sum.signUps ?? 0,
    countedSignUps: sum.countedSignUps ?? 0,
  }));
}
