-- What is to be reported, and where it stands: the newest filing that the reader may see (a draft is the hospital's own business),
-- and whether one was sent. A correction in preparation does not make late what was sent in time.
create function filing.duties_now(p_at timestamptz)
returns table (org_id bigint, kind text, period date, due_on date, filing_id bigint, no text, state text, sent boolean) language sql stable as $$
  select d.org_id, d.kind, d.period, d.due_on, f.id, f.no, f.state, coalesce(f.sent, false) from filing.duties(p_at) d
  left join lateral (
    select x.id, x.no, x.state, bool_or(x.state in ('sent', 'received')) over () as sent from filing.filing_now x
    where x.org_id = d.org_id and x.kind = d.kind and x.period = d.period and x.dropped_at is null
      and (x.org_id = core.current_org() or x.sent_at is not null)
    order by x.version desc limit 1) f on true
$$;
