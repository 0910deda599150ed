-- How far the search for duplicates of a book is that runs, from 0 to 1; a first one has looked through no revision yet.
alter table duplicate_searches
  alter column revision drop not null,
  alter column searched_at drop not null,
  add column looked real;
