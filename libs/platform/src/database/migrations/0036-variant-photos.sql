-- A variant may name one of its product's photos; when the photo goes, the variant stays without.
alter table photo add constraint photo_of_product unique (shop_id, product_id, photo_id);
alter table variant add column photo_id uuid;
alter table variant add constraint variant_photo foreign key (shop_id, product_id, photo_id)
  references photo (shop_id, product_id, photo_id) on delete set null (photo_id);
