/** What stands in the window that a provider sends back to us, in the two languages that our own pages speak. */
const words = {
  en: {
    done: 'Back to your contacts',
    doneText: 'This window can be closed. Go on in the one that you came from.',
    lost: 'Nobody waits for this answer',
    lostText:
      'It was used already, is older than 10 minutes, or was begun in another browser. Nothing was read. Start again in the window of your network.',
    back: 'Add contacts',
  },
  de: {
    done: 'Zurück zu Ihren Kontakten',
    doneText: 'Sie können dieses Fenster schließen. Weiter geht es in dem Fenster, aus dem Sie kamen.',
    lost: 'Auf diese Antwort wartet niemand',
    lostText:
      'Sie wurde schon benutzt, ist älter als 10 Minuten oder kam aus einem anderen Browser. Es wurde nichts gelesen. Fangen Sie im Fenster Ihres Netzwerks neu an.',
    back: 'Kontakte hinzufügen',
  },
} as const;

/** `done` tells the window that opened it, and closes itself; `lost` only says so. */
export function answerPage(kind: 'done' | 'lost', language: 'en' | 'de'): string {
  const say = words[language];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${say[kind]}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/i.css">
${kind === 'done' ? '<script src="/oauth/done.js"></script>' : ''}
</head>
<body>
<main>
<h1>${say[kind]}</h1>
<p>${say[`${kind}Text`]}</p>
<p><a href="/add">${say.back}</a></p>
</main>
</body>
</html>
`;
}

/** The message says that it is time to ask, and nothing else; only a page of our own hears it. */
export const doneScript = `if (window.opener) window.opener.postMessage('kith.grant', location.origin);
window.close();
`;
