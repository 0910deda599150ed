import { secretsFrom } from '../../src/platform/secrets.ts';

export const master = 'a secret of the simulation alone, not used elsewhere';
export const secrets = secretsFrom(master);
