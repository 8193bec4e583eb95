import { type Html, html } from '../../html.ts';

/** A whole page around its content. */
export function frame(title: string, content: Html, head: Html | null = null): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="/assets/icon.svg">
<link rel="stylesheet" href="/assets/dashboard.css">
${head}
</head>
<body>
${content}
</body>
</html>
`;
}
