import { Readable } from 'node:stream';
import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import { exportContacts, exportFormats } from '../export.ts';
import { ContactSelection } from '../filter.ts';
import { selectedContacts } from '../find.ts';

/** POST /api/contacts/export: a selection as a file, which is streamed. */
export function exportSelection(app: App, platform: Platform): void {
  const schema = {
    tags: ['contacts'],
    summary: 'Contacts as a file: vCard 4.0, CSV with Google’s columns, or JSContact',
    body: Type.Object({
      format: Type.Union([Type.Literal('vcard'), Type.Literal('csv'), Type.Literal('jscontact')]),
      selection: ContactSelection,
    }),
  };
  app.post('/api/contacts/export', { schema }, async (request, reply) => {
    const { memberId: owner } = signedIn(request);
    const { format, selection } = request.body;
    const { selected } = await platform.database.asMember(owner, (tx) =>
      selectedContacts(platform, tx, owner, selection),
    );
    const { type, file } = exportFormats[format];
    return reply
      .type(type)
      .header('content-disposition', `attachment; filename="${file}"`)
      .send(Readable.from(exportContacts(platform, owner, selected, format)));
  });
}
