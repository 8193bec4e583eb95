import { type Html, html } from '../../html.ts';

/** A whole document around its body. */
export function layout({
  title,
  head,
  body,
}: {
  readonly title: string;
  readonly head?: Html | null;
  readonly body: Html;
}): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · garmin2strava</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/dashboard.css">
${head ?? null}
</head>
<body>
${body}
</body>
</html>
`;
}
