-- CreateIndex
CREATE INDEX "profile_property_shop_id_name_value_profile_id_idx" ON "profile_property"("shop_id", "name", "value", "profile_id");

-- CreateIndex
CREATE INDEX "profile_property_shop_id_set_at_idx" ON "profile_property"("shop_id", "set_at");
