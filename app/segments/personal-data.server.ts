import { ofProfile, toPlainRow, type PersonalData } from "~/privacy/personal-data";

export const segmentsPersonalData: PersonalData = {
  async erase(tx, person) {
    await tx.segmentMember.deleteMany({ where: ofProfile(person) });
  },
  async export(db, person) {
    const members = await db.segmentMember.findMany({
      where: ofProfile(person),
      include: { segment: { select: { name: true } } },
    });
    return { segments: members.map(toPlainRow) };
  },
};
