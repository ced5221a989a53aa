-- A proposal may hold a photo: changes.photo is the id of a copy of its own, below sheets/ in the media store.
create or replace function apply_sheet_proposal(proposal product_sheet_proposal) returns void
  language sql security definer set search_path = public, pg_temp as $$
    update product_sheet set name = coalesce(proposal.changes ->> 'name', name),
      description_html = coalesce(proposal.changes ->> 'descriptionHtml', description_html),
      brand = coalesce(proposal.changes ->> 'brand', brand), category = coalesce(proposal.changes ->> 'category', category),
      vat_rate = coalesce((proposal.changes ->> 'vatRate')::numeric, vat_rate),
      photo_id = coalesce((proposal.changes ->> 'photo')::uuid, photo_id), updated_at = now()
    where ean = proposal.ean
  $$;

-- One photo of a shop waits for each barcode: false while another does, and the caller removes its copy.
create function propose_sheet_photo(of_ean text, photo uuid, id uuid) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if current_shop_id() is null then
    raise exception 'a photo is proposed by a shop';
  end if;
  perform from product_sheet s where s.ean = of_ean for update;
  if not found or exists (
    select from product_sheet_voice v join product_sheet_proposal p using (proposal_id)
    where v.shop_id = current_shop_id() and p.ean = of_ean and p.state = 'open' and p.changes ? 'photo'
  ) then
    return false;
  end if;
  insert into product_sheet_proposal (proposal_id, ean, changes) values (id, of_ean, jsonb_build_object('photo', photo));
  insert into product_sheet_voice (shop_id, proposal_id) values (current_shop_id(), id);
  return true;
end $$;
revoke all on function propose_sheet_photo from public;
grant execute on function propose_sheet_photo to devanture_app;
