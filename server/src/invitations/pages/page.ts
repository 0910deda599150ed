import { languageOf } from '../languages.ts';

/** A page without scripts, readable with any browser, by keyboard and in the dark. */
export function page(parts: { locale: string; title: string; network: string; body: string }): string {
  return `<!doctype html>
<html lang="${parts.locale}" dir="${languageOf(parts.locale).direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escaped(parts.title)}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/i.css">
</head>
<body>
<header><p>${escaped(parts.network)}</p></header>
<main>
<h1>${escaped(parts.title)}</h1>
${parts.body}
</main>
</body>
</html>
`;
}

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** A form that is one button. */
export function button(action: string, label: string, kind: 'primary' | 'plain' | 'quiet' = 'plain'): string {
  return `<form method="post" action="${escaped(action)}"><button class="${kind}">${escaped(label)}</button></form>`;
}

export const stylesheet = `:root{color-scheme:light dark;--bg:#fafaf8;--surface:#fff;--text:#1c1e21;--soft:#4a5058;--line:#7a808a;--hair:#dedfda;--accent:#3b4ba3;--on:#fff;--note:#f2f2ee}
@media(prefers-color-scheme:dark){:root{--bg:#131517;--surface:#1b1e21;--text:#ecedee;--soft:#b6bbc2;--line:#7d8590;--hair:#2e3338;--accent:#a9b4f5;--on:#171c45;--note:#0e1011}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--text);font:100%/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
header{border-bottom:1px solid var(--hair);background:var(--surface)}
header p{max-width:36rem;margin:0 auto;padding:12px 16px;font-weight:600}
main{max-width:36rem;margin:0 auto;padding:24px 16px 64px;overflow-wrap:anywhere}
h1{font-size:1.75rem;line-height:1.25;margin:0 0 16px}
h2{font-size:1.1875rem;line-height:1.25;margin:32px 0 8px}
p{margin:0 0 16px}
.soft{color:var(--soft)}
blockquote{margin:0 0 16px;padding:12px 16px;background:var(--note);border-inline-start:3px solid var(--line);white-space:pre-wrap}
form{margin:0 0 12px}
.row{display:flex;flex-wrap:wrap;gap:12px;align-items:flex-end;margin:0 0 16px}
.row form{margin:0}
label{display:block;font-weight:600;margin:0 0 4px}
input,textarea{display:block;width:100%;min-height:44px;padding:8px 12px;font:inherit;color:inherit;background:var(--surface);border:1px solid var(--line);border-radius:6px;margin:0 0 12px}
button,.button{display:inline-block;min-height:44px;padding:8px 16px;font:inherit;font-weight:600;border-radius:6px;border:1px solid var(--line);background:var(--surface);color:var(--text);cursor:pointer;text-decoration:none}
.primary{background:var(--accent);border-color:var(--accent);color:var(--on)}
a{color:var(--accent)}
.primary,a.primary{color:var(--on)}
.error{border-inline-start:3px solid #b3261e;padding-inline-start:12px}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
`;
