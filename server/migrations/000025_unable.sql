create index on deliveries (lacks) where lacks is not null;
