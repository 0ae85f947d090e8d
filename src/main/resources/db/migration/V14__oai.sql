-- Who harvests asks for each report once, by its last change, whether it is still there or not.
create index change_of_report on change (id, seq) where entity = 'report';

create view api.report_change as
select c.id as report_id, c.seq, c.at, r.deleted_at is not null as deleted, r.division_code, r.year
from fangzhi.change c
join fangzhi.report r on r.id = c.id
where c.entity = 'report'
  and not exists (select from fangzhi.change n where n.entity = 'report' and n.id = c.id and n.seq > c.seq);
comment on view api.report_change is 'The last change of each report that is or was published';
comment on column api.report_change.report_id is 'The report; in api.report unless it is deleted';
comment on column api.report_change.seq is 'Number of its last change in api.change';
comment on column api.report_change.at is 'When that was';
comment on column api.report_change.deleted is 'Whether it is no longer held anywhere';
comment on column api.report_change.division_code is 'Its division, of a deleted one the last known';
comment on column api.report_change.year is 'The year it reports on';
