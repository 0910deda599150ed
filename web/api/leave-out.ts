import { ask } from './client.ts';

/** Never suggests the people of a label or an import, or does again. */
export function leaveOut(kind: 'label' | 'import', id: string, excluded: boolean): Promise<void> {
  return ask(excluded ? 'PUT' : 'DELETE', `/api/suggestions/exclusions/${kind}/${id}`);
}
