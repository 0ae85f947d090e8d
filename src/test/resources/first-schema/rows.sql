-- What a harvest under the first schema left behind: the site of a county whose report for 2021 was corrected once, whose
-- report for 2020 is gone since, and which blocked a page. ORIGIN is the address of the site.
insert into fangzhi.source (id, name, division, definition, delay_ms, loaded_at, lists_at) values
('xuanwei', '宣威市人民政府', '530381',
 '{"id": "xuanwei", "name": "宣威市人民政府", "division": "530381", "entries": [{"url": "ORIGIN/nb/"}]}', 0,
 '2026-03-01 08:00+08', '2026-04-01 02:00+08');

insert into fangzhi.pace_group (name, delay_ms, token) values ('HOST', 0, 3);
select setval('fangzhi.token', 3);

insert into fangzhi.run (source_id, kind, started_at, ended_at, ended_how, definition, planned, outcomes) values
('xuanwei', 'harvest', '2026-03-01 08:00+08', '2026-03-01 08:01+08', 'done', '{"id": "xuanwei"}', 1, '{"new": 3}'),
('xuanwei', 'scheduled', '2026-03-08 08:00+08', '2026-03-08 08:01+08', 'failures', '{"id": "xuanwei"}', 4,
 '{"changed": 1, "unchanged": 1, "missing": 1, "blocked": 1}');

insert into fangzhi.page (source_id, group_id, url, kind, depth, cms, found_on, anchor, found_at, due_at, every, state, etag, sha256,
  checked_at, changed_at, misses, missed_since, outcome, fault)
select 'xuanwei', 1, 'ORIGIN' || path, kind, depth, null, found_on, anchor, '2026-03-01 08:00+08', '2026-04-08 08:00+08',
  interval '30 days', state, etag, case when body is not null then sha256(convert_to(body, 'UTF8')) end, '2026-03-08 08:00+08',
  '2026-03-01 08:00+08', misses, missed, outcome, fault
from (values
  ('/nb/', 'list', 0, null::bigint, null, 'live', null, $list$LIST$list$, 0, null::timestamptz, 'unchanged', null),
  ('/nb/2021.html', 'article', 1, 1, '宣威市2021年政府信息公开工作年度报告', 'live', '"2"', $page$SECOND$page$, 0, null, 'changed', null),
  ('/nb/2020.html', 'article', 1, 1, '宣威市2020年政府信息公开工作年度报告', 'gone', null, $page$GONE$page$, 3, '2026-03-02 08:00+08', 'missing', 'HTTP 404'),
  ('/nb/2019.html', 'article', 1, 1, '宣威市2019年政府信息公开工作年度报告', 'unseen', null, null, 0, null, 'blocked', 'HTTP 403'))
  p(path, kind, depth, found_on, anchor, state, etag, body, misses, missed, outcome, fault);

insert into fangzhi.payload (sha256, length, coding, bytes)
select sha256(b), length(b), 'identity', b from (select convert_to(body, 'UTF8') from (values
  ($list$LIST$list$), ($page$FIRST$page$), ($page$SECOND$page$), ($page$GONE$page$), ('请完成验证')) t(body)) y(b);
-- The body of one answer as it was on the wire, whatever its coding was.
insert into fangzhi.wire (sha256, bytes) values (sha256('\x1b0300'), '\x1b0300');

insert into fangzhi.observation (page_id, run_id, token, at, took_ms, outcome, status, why, request, head, payload, wire, content_coding, ip)
select page, run, run, at::timestamptz, 12, outcome, status, why, convert_to('GET / HTTP/1.1', 'UTF8'),
  convert_to('HTTP/1.1 ' || status || E'\r\nContent-Type: text/html; charset=utf-8', 'UTF8'),
  case when body is not null then sha256(convert_to(body, 'UTF8')) end, wire, case when wire is not null then 'br' end, '127.0.0.1'
from (values
  (1, 1, '2026-03-01 08:00:01+08', 'new', 200, null, $list$LIST$list$, null::bytea),
  (2, 1, '2026-03-01 08:00:02+08', 'new', 200, null, $page$FIRST$page$, null),
  (3, 1, '2026-03-01 08:00:03+08', 'new', 200, null, $page$GONE$page$, sha256('\x1b0300')),
  (1, 2, '2026-03-08 08:00:01+08', 'unchanged', 304, null, null, null),
  (2, 2, '2026-03-08 08:00:02+08', 'changed', 200, null, $page$SECOND$page$, null),
  (3, 2, '2026-03-08 08:00:03+08', 'missing', 404, 'HTTP 404', null, null),
  (4, 2, '2026-03-08 08:00:04+08', 'blocked', 403, 'HTTP 403', '请完成验证', null))
  o(page, run, at, outcome, status, why, body, wire);

insert into fangzhi.document (id, first_at, digest, deleted_at) values
('1a57000000000001', '2026-03-01 08:01+08', 'list', null),
('d0c2021000000001', '2026-03-01 08:01+08', 'second', null),
('d0c2020000000001', '2026-03-01 08:01+08', 'gone', '2026-03-08 08:01+08');

insert into fangzhi.version (page_id, run_id, observation_id, at, kind, sha256, document_id, published_at)
select o.page_id, o.run_id, o.id, o.at, case o.outcome when 'missing' then 'tombstone' else 'content' end,
  case when o.outcome <> 'missing' then o.payload end, d.id, case o.run_id when 1 then '2026-03-01 08:01+08'::timestamptz else '2026-03-08 08:01+08' end
from fangzhi.observation o
left join (values (1, '1a57000000000001'), (2, 'd0c2021000000001'), (3, 'd0c2020000000001'), (5, 'd0c2021000000001')) d(observation, id)
  on d.observation = o.id
where o.outcome in ('new', 'changed', 'missing') order by o.id;
update fangzhi.document set version_id = case id when '1a57000000000001' then 1 when 'd0c2021000000001' then 4 else 3 end;

insert into fangzhi.reading (version_id, reader, run_id, state, ask_at, node, attempts, read_at, media_type, charset, title, mirror, text,
  text_hash, simhash, reports, figures)
select r.version, '1', v.run_id, r.state, v.at, 'old:1:1', 1, v.at, 'text/html', 'UTF-8', r.title, false, r.text,
  sha256(convert_to(r.text, 'UTF8')), 42,
  jsonb_build_array(jsonb_build_object('id', r.report, 'url', p.url, 'mediaType', 'text/html', 'charset', 'UTF-8', 'title', r.title,
    'agency', case when r.year is not null then '宣威市' end,
    'division', case when r.year is not null then
      '{"code": "530381", "name": "宣威市", "level": "county", "path": ["云南省", "曲靖市", "宣威市"]}'::jsonb end,
    'scope', case when r.year is not null then 'government' end, 'year', r.year, 'published', r.published,
    'form', case when r.year is not null then 'form2021' end, 'sections', '[]'::jsonb, 'findings', '[]'::jsonb,
    'provenance', '[]'::jsonb, 'withheld', '[]'::jsonb, 'figures', case when r.year is not null then 2 else 0 end, 'digest', 'v' || r.version)),
  case when r.year is null then '[{}]'::jsonb else jsonb_build_array(jsonb_build_object(
    'indicator', '["G4.II.1.normdocs.issued", "G4.II.5.licence"]'::jsonb,
    'value', jsonb_build_array(12, r.licences), 'unit', '["件", "件"]'::jsonb, 'kind', '["number", "number"]'::jsonb,
    'raw', jsonb_build_array('12', r.licences::text), 'at', '["table 1, row 4", "table 1, row 7"]'::jsonb)) end
from (values
  (1, 'current', '政府信息公开年报', '宣威市2021年政府信息公开工作年度报告', null, null::int, null::int, null),
  (2, 'current', '宣威市2021年政府信息公开工作年度报告', '2021年，宣威市行政许可19874件。', '4e90420210000001', 2021, 19874, '2022-01-26'),
  (3, 'current', '宣威市2020年政府信息公开工作年度报告', '2020年，宣威市行政许可18001件。', '4e90420200000001', 2020, 18001, '2021-01-20'),
  (4, 'current', '宣威市2021年政府信息公开工作年度报告', '2021年，宣威市行政许可19847件。', '4e90420210000001', 2021, 19847, '2022-01-26'))
  r(version, state, title, text, report, year, licences, published)
join fangzhi.version v on v.id = r.version join fangzhi.page p on p.id = v.page_id order by r.version;

insert into fangzhi.report (id, title, agency, division_code, scope, year, published, form, reading_id, ordinal, digest, first_at, deleted_at) values
('4e90420210000001', '宣威市2021年政府信息公开工作年度报告', '宣威市', '530381', 'government', 2021, '2022-01-26', 'form2021', 4, 0, 'second',
 '2026-03-01 08:01+08', null),
('4e90420200000001', '宣威市2020年政府信息公开工作年度报告', '宣威市', '530381', 'government', 2020, '2021-01-20', 'form2021', 3, 0, 'gone',
 '2026-03-01 08:01+08', '2026-03-08 08:01+08');
insert into fangzhi.holding (report_id, document_id, ordinal, page_id, version_id, reading_id, rank, digest, live) values
('4e90420210000001', 'd0c2021000000001', 0, 2, 4, 4, 100, 'v4', true),
('4e90420200000001', 'd0c2020000000001', 0, 3, 3, 3, 100, 'v3', false);

insert into fangzhi.change (seq, op, entity, id, at) values
(1, 'add', 'document', '1a57000000000001', '2026-03-01 08:01+08'),
(2, 'add', 'document', 'd0c2021000000001', '2026-03-01 08:01+08'),
(3, 'add', 'document', 'd0c2020000000001', '2026-03-01 08:01+08'),
(4, 'add', 'report', '4e90420210000001', '2026-03-01 08:01+08'),
(5, 'add', 'report', '4e90420200000001', '2026-03-01 08:01+08'),
(6, 'update', 'document', 'd0c2021000000001', '2026-03-08 08:01+08'),
(7, 'update', 'report', '4e90420210000001', '2026-03-08 08:01+08'),
(8, 'delete', 'document', 'd0c2020000000001', '2026-03-08 08:01+08'),
(9, 'delete', 'report', '4e90420200000001', '2026-03-08 08:01+08');
update fangzhi.change_counter set seq = 9;

insert into fangzhi.robots (origin, fetched_at, expires_at, status, body) values
('ORIGIN', '2026-03-08 08:00+08', '2026-03-09 08:00+08', 200, convert_to(E'User-agent: *\nAllow: /\n', 'UTF8'));
