import type { App } from '../../app.ts';

const template =
  '\uFEFFFirst Name,Last Name,E-mail,Phone,Organization,Job Title,Birthday,Notes\r\nAda,Lovelace,ada@home.example,+44 20 7946 0958,Analytical Engines,Mathematician,1815-12-10,"An example: delete this row"\r\n';

/** GET /api/import-template.csv: a table to fill in, with columns that every reader of Kith knows. */
export function readTemplate(app: App): void {
  app.get(
    '/api/import-template.csv',
    { schema: { tags: ['imports'], summary: 'A CSV file to fill in' } },
    async (_request, reply) =>
      reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="kith-contacts.csv"')
        .send(template),
  );
}
