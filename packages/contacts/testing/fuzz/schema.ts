import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';

const text = readFileSync(new URL('../../schema/contact.schema.json', import.meta.url), 'utf8');
// Safe: the file is ours and is a schema.
const validate = new Ajv2020().compile(JSON.parse(text) as object);

/** Why a contact is not valid by the JSON Schema, `undefined` where it is. */
export function schemaFault(contact: unknown): string | undefined {
  if (validate(contact)) return undefined;
  const [first] = validate.errors ?? [];
  return `${first?.instancePath.replace(/\d+/g, 'n') ?? ''} ${first?.message ?? ''}`;
}
