CREATE INDEX "segment_member_shop_id_segment_id_joined_at_profile_id_idx" ON "segment_member"("shop_id", "segment_id", "joined_at" DESC, "profile_id");
