-- The version of the words became part of the message: what waits in a queue stays what was permitted.
select set_config('kith.owner', 'all', true);
update invitation_batches set message = message || '{"version": "invitation-1"}' where not message ? 'version';
