-- When the cron of a source's articles next fires; null: each article has its own, adaptive turn.
alter table source add column articles_at timestamptz;
