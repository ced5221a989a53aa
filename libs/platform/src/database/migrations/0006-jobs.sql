-- graphile-worker keeps row level security on its own tables without a policy: only their owner would see a row.
-- Every process works as devanture_app; a job's payload carries ids alone.
grant usage on schema graphile_worker to devanture_app;
grant execute on all functions in schema graphile_worker to devanture_app;
grant select on all tables in schema graphile_worker to devanture_app;
grant insert, update, delete on graphile_worker._private_jobs, graphile_worker._private_job_queues,
  graphile_worker._private_tasks, graphile_worker._private_known_crontabs to devanture_app;
grant usage on all sequences in schema graphile_worker to devanture_app;

do $$
declare
  t text;
begin
  foreach t in array array['_private_jobs', '_private_job_queues', '_private_tasks', '_private_known_crontabs'] loop
    execute format('create policy workers on graphile_worker.%I to devanture_app using (true) with check (true)', t);
  end loop;
end $$;

-- Region transactions have left devanture_app behind, and still enqueue what they decided.
create function enqueue_job(task text, payload json, run_at timestamptz, job_key text, queue text, max_attempts int) returns void
  language sql security definer set search_path = pg_catalog
  as $$ select graphile_worker.add_job(task, payload, queue, run_at, max_attempts, job_key) $$;
revoke all on function enqueue_job from public;
grant execute on function enqueue_job to devanture_app, devanture_region;
