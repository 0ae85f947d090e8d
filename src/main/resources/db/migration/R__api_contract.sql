-- What the views promise, in words, as of V16: a newer migration may have made views anew, without their words, so name it
-- here, and all is applied once more. A column without a word fails a test.
create or replace view api.contract as select '1.1.0'::text as version;
comment on schema api is 'What others may rely on; tables of schema fangzhi may change at any time';

comment on view api.report is 'A report, as the copy that speaks for it tells it; reports that are gone are not in it, the feed tells of them';
comment on column api.report.id is 'Its name for ever: it stays when the report is read anew, found elsewhere or changed by its publisher';
comment on column api.report.title is 'As printed, white space joined';
comment on column api.report.agency is 'Who issued it, as printed; not the publisher of the info box where they differ';
comment on column api.report.division_code is 'Code of GB/T 2260 with six digits, nine for a township; null when it cannot be told with certainty';
comment on column api.report.scope is 'government: of a whole government; agency: of one of its agencies';
comment on column api.report.year is 'The year that it reports on, 2008 or later; not the year of its publication';
comment on column api.report.published is 'The date of publication as precise as printed: 2024-01-31, 2024-01 or 2024; null when none is told';
comment on column api.report.form is 'narrative, form2014, form2019, form2021 or local:NAME, told by its labels and never by its year';
comment on column api.report.url is 'Where the copy stands that speaks for it';
comment on column api.report.sha256 is 'SHA-256 of the bytes that it was read from, in hex; of the decoded body';
comment on column api.report.reader is 'Version of the reader that read it';
comment on column api.report.media_type is 'Of the bytes, by looking at them: text/html, application/pdf, ...';
comment on column api.report.division is 'The division as an object: code, name, level, path from the province down';
comment on column api.report.sections is 'Its chapters in order: code, title, text';
comment on column api.report.provenance is 'What was done to the text on the way from the bytes, in order';
comment on column api.report.withheld is 'What is not given although it is printed: what, and why';
comment on column api.report.first_at is 'When it was first published here';
comment on column api.report.basis is 'Where each attribute was read in the document';

comment on view api.value is 'A figure of a report: a place of its form, or a number told in prose. A row for each place that was found, whatever stands in it';
comment on column api.value.report_id is 'The report (report.id)';
comment on column api.value.indicator is 'Code of the row in the catalogue of forms, docs/indicators.md';
comment on column api.value.col is 'Column of the place: natural, total, ...; empty for figures that have none';
comment on column api.value.value is 'Exact, never rounded; null unless kind is number or zero';
comment on column api.value.unit is 'As told by form or cell: 件, 万元, ...';
comment on column api.value.kind is 'number, zero, empty (nothing stands there), na (does not apply: —, /), text (something else stands there)';
comment on column api.value.qualifier is 'How the number is meant: exact when null; about, over, ... as prose tells it; derived where the sums of the form leave one reading; ocr where it was recognised in a picture and proved by sums';
comment on column api.value.raw is 'As printed';
comment on column api.value.at is 'The cell or the span in the document';

comment on view api.finding is 'A check that did not hold; nothing is corrected';
comment on column api.finding.report_id is 'The report (report.id)';
comment on column api.finding.rule is 'Its rule, docs/indicators.md; rules across years are in docs/data.md';
comment on column api.finding.severity is 'publisher: their arithmetic; reading: probably ours; notice: worth a look';
comment on column api.finding.message is 'What is wrong, with the figures';
comment on column api.finding.expected is 'What the rule demands';
comment on column api.finding.found is 'What stands there';

comment on view api.holding is 'A copy of a report: a page or file in which it is or was';
comment on column api.holding.report_id is 'The report (report.id)';
comment on column api.holding.document_id is 'The document (document.id)';
comment on column api.holding.url is 'Where it stands';
comment on column api.holding.source_id is 'The source that harvests it';
comment on column api.holding.fetched_at is 'When these bytes came';
comment on column api.holding.sha256 is 'SHA-256 of the decoded bytes, in hex';
comment on column api.holding.media_type is 'Of the bytes, by looking at them';
comment on column api.holding.live is 'false when the page is gone or has other contents now';
comment on column api.holding.mirror_artefact is 'Whether a converter or counter has changed the text of the copy';
comment on column api.holding.leads is 'Whether this copy speaks for the report';

comment on view api.document is 'A text that is held, report or not; pages with the same text are one document';
comment on column api.document.id is 'Its name for ever';
comment on column api.document.title is 'As printed';
comment on column api.document.media_type is 'Of the bytes, by looking at them';
comment on column api.document.charset is 'The character set that it was read in; null where there is none';
comment on column api.document.mirror_artefact is 'Whether a converter or counter has changed the text';
comment on column api.document.url is 'Where the version stands that speaks for it';
comment on column api.document.source_id is 'The source that harvests it';
comment on column api.document.sha256 is 'SHA-256 of the decoded bytes, in hex';
comment on column api.document.first_at is 'When its first version came';
comment on column api.document.fetched_at is 'When the version that speaks for it came';
comment on column api.document.text is 'The main text, without navigation and personal data';
comment on column api.document.form is 'The form of the first report in it; null when there is none';

comment on view api.version is 'A version of a page: content, its end, or its return. Nothing is ever taken out';
comment on column api.version.id is 'Its number';
comment on column api.version.url is 'The page';
comment on column api.version.fetched_at is 'When it was seen';
comment on column api.version.kind is 'content, tombstone (gone, confirmed over days) or restoration';
comment on column api.version.sha256 is 'SHA-256 of the decoded bytes, in hex; null for tombstones';
comment on column api.version.content_id is 'The document (document.id); null for tombstones, and until it is published';
comment on column api.version.outcome is 'What the answer was taken for: new, changed, ...';
comment on column api.version.status is 'Status code of the answer; null when none came';
comment on column api.version.length is 'Of the decoded bytes';
comment on column api.version.media_type is 'Of the bytes, by looking at them; null until they are read';
comment on column api.version.reader is 'Version of the reader; null until they are read';
comment on column api.version.source_id is 'The source that harvests it';
comment on column api.version.published_at is 'When it was published here; null while it waits or is held back';

comment on view api.series is 'A measure of a report, harmonised over the forms';
comment on column api.series.division_code is 'As in report';
comment on column api.series.agency is 'As in report';
comment on column api.series.scope is 'As in report; scopes are never added up';
comment on column api.series.year is 'The year reported on';
comment on column api.series.measure is 'Code of the measure (measure.code)';
comment on column api.series.value is 'Exact; null unless kind is number or zero';
comment on column api.series.unit is 'Of the measure';
comment on column api.series.kind is 'As in value; also withheld';
comment on column api.series.qualifier is 'As in value';
comment on column api.series.form is 'The form that it was told in';
comment on column api.series.report_id is 'The report (report.id)';
comment on column api.series.indicator is 'Where it stands in the form; A..B for the sum of rows';
comment on column api.series.col is 'Column of the place';
comment on column api.series.break_before is 'How this form counts otherwise than the one before it; null when it counts alike';

comment on view api.measure is 'A measure in a form';
comment on column api.measure.code is 'Its name in the series';
comment on column api.measure.form is 'The form';
comment on column api.measure.name_zh is 'In Chinese';
comment on column api.measure.name_en is 'In English';
comment on column api.measure.unit is 'Of its figures';
comment on column api.measure.indicator is 'Where it stands in the form';
comment on column api.measure.col is 'Column of the place';
comment on column api.measure.break_before is 'How this form counts otherwise than the one before it';

comment on view api.coverage is 'A division and a year: what is held of the report of its government';
comment on column api.coverage.division_code is 'A division for which there is a source';
comment on column api.coverage.source_id is 'Its source';
comment on column api.coverage.year is 'The year reported on, from 2008 to the last one that is over';
comment on column api.coverage.status is 'held, missing, withheld (there, but year or division are not certain), blocked, not yet due (31 March of the year after)';

comment on view api.source_health is 'A source that is harvested';
comment on column api.source_health.id is 'The name of its file';
comment on column api.source_health.name is 'As in its file';
comment on column api.source_health.division_code is 'As in its file; null when it names none';
comment on column api.source_health.last_run_at is 'When its last run began; null before the first';
comment on column api.source_health.last_run is 'How its last run ended; null while it goes on';
comment on column api.source_health.last_outcomes is 'How many answers of each outcome the last run had';
comment on column api.source_health.held_why is 'Why its publication is held back; null when it is not';
comment on column api.source_health.last_success_at is 'When a page of it was last answered';
comment on column api.source_health.pages is 'Pages that are known of it';
comment on column api.source_health.faults is 'Pages of it that could not be had or kept';
comment on column api.source_health.resting_why is 'Why its hosts are left alone for now; null when they are not';

comment on view api.twin is 'A page whose bytes another spelling of its address gives too';
comment on column api.twin.source_id is 'The source';
comment on column api.twin.url is 'The page';
comment on column api.twin.twin_of is 'The spelling that is harvested on';

comment on view api.listing is 'A list page as it was understood';
comment on column api.listing.url is 'The page';
comment on column api.listing.source_id is 'The source';
comment on column api.listing.at is 'When it was read';
comment on column api.listing.family is 'The family of its site';
comment on column api.listing.reason is 'What the family was known by';
comment on column api.listing.entries is 'Entries found in it';
comment on column api.listing.announced is 'Entries of the whole list by its own account; null when it gives none';
comment on column api.listing.notes is 'Why the list may be truncated, and other remarks';
comment on column api.listing.found_on is 'The page before it; null for an entry page';

comment on view api.configuration is 'A version of a source file or of the routes that served a run';
comment on column api.configuration.run_id is 'The run';
comment on column api.configuration.source_id is 'The source of the run';
comment on column api.configuration.kind is 'source or routes';
comment on column api.configuration.sha256 is 'SHA-256 of the content, in hex';
comment on column api.configuration.since is 'From when on it served the run';
comment on column api.configuration.content is 'The file, or the routes by name';

comment on view api.deposit is 'A version that came by the inbox';
comment on column api.deposit.version_id is 'The version (version.id)';
comment on column api.deposit.url is 'Its page';
comment on column api.deposit.name is 'The name of the file';
comment on column api.deposit.sha256 is 'SHA-256 of the file, in hex';
comment on column api.deposit.at is 'When the file was last written';
comment on column api.deposit.taken_at is 'When it was taken';

comment on view api.takedown is 'A takedown: a payload that is hidden with all that came from it, or was';
comment on column api.takedown.sha256 is 'SHA-256 of the decoded bytes, in hex';
comment on column api.takedown.reason is 'Why, as whoever decided has put it';
comment on column api.takedown.who is 'Who decided';
comment on column api.takedown.at is 'Since when';
comment on column api.takedown.origin is 'The payload that was named, where this one is hidden because it reads the same; else null';
comment on column api.takedown.same_text is 'Whether all that reads the same is hidden too, wherever it stands';
comment on column api.takedown.erased_at is 'When the bytes were deleted for good; null: they are laid apart';
comment on column api.takedown.lifted_at is 'When it was shown again; null: it is hidden';
comment on column api.takedown.lifted_who is 'Who decided that';
comment on column api.takedown.lifted_why is 'Why';
comment on column api.takedown.urls is 'The addresses that answered with it';

comment on view api.audit is 'What somebody has done here, by a command or over HTTP; acts that changed nothing are not in it';
comment on column api.audit.id is 'Its number';
comment on column api.audit.at is 'When the change that it tells of began';
comment on column api.audit.who is 'A user of the machine, or the name of a token';
comment on column api.audit.via is 'command or http';
comment on column api.audit.origin is 'The machine, or the address that asked';
comment on column api.audit.action is 'As a command is called: source pause, takedown, ...';
comment on column api.audit.objects is 'What it was done to: sources, addresses, hashes, names';
comment on column api.audit.detail is 'What else was said: the command line';

comment on view api.change is 'The feed: a change of what is published, in the order of the commits';
comment on column api.change.seq is 'Its number, without a gap from 1 on';
comment on column api.change.op is 'add, update, delete or restore';
comment on column api.change.entity is 'report or document';
comment on column api.change.id is 'The id of the report or document';
comment on column api.change.at is 'When it was published';

comment on view api.contract is 'The version of this contract';
comment on column api.contract.version is 'Semantic version: a column taken away or meant otherwise is a new major one, a new view or column a new minor one';
