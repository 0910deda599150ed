import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { bookNames, demoBook } from '../books.ts';

const Params = Type.Object({ name: Type.Union(bookNames.map((name) => Type.Literal(name))) });

/** GET /demo/books/{google.csv|icloud.vcf|outlook-de.csv} */
export function getBook(app: App): void {
  app.get(
    '/demo/books/:name',
    {
      schema: {
        // A page of the demo, no part of the API.
        hide: true,
        params: Params,
      },
    },
    async (request, reply) => {
      const { name } = request.params;
      const { mediaType, bytes } = demoBook(name);
      return reply
        .header('content-type', mediaType)
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(bytes);
    },
  );
}
