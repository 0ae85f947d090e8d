-- Where the attributes of a report were read.
create or replace view api.report as
select r.id, r.title, r.agency, r.division_code, r.scope, r.year, r.published, r.form, p.url,
       encode(v.sha256, 'hex') as sha256, g.reader, g.media_type,
       rep -> 'division' as division, rep -> 'sections' as sections,
       rep -> 'provenance' as provenance, rep -> 'withheld' as withheld, r.first_at, rep -> 'basis' as basis
from fangzhi.report r
join fangzhi.reading g on g.id = r.reading_id
join fangzhi.version v on v.id = g.version_id
join fangzhi.page p on p.id = v.page_id
cross join lateral (select g.reports -> r.ordinal::int as rep) x
where r.deleted_at is null;
