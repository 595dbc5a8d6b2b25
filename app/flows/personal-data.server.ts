import { ofProfile, toPlainRow, type PersonalData } from "~/privacy/personal-data";

export const flowsPersonalData: PersonalData = {
  async erase(tx, person, { at }) {
    await tx.enrollment.deleteMany({ where: { ...ofProfile(person), state: "scheduled" } });
    await tx.enrollment.updateMany({
      where: { ...ofProfile(person), state: "active" },
      data: { state: "ended", exitReason: "erased", nextRunAt: null, updatedAt: at, endedAt: at },
    });
    await tx.flowAction.updateMany({
      where: { ...ofProfile(person), state: "due" },
      data: { state: "skipped", lastError: "erased", nextRunAt: null, endedAt: at },
    });
  },
  async export(db, person) {
    const actions = await db.flowAction.findMany({
      where: ofProfile(person),
      orderBy: { plannedAt: "asc" },
    });
    /** Those that took effect outside of Kindred. */
    return { actions: actions.map(toPlainRow) };
  },
};
