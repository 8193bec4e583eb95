// What a desktop starts to show an address: a person who agrees to everything on Strava's page, and goes on.
const asked = new URL(process.argv[2]);
if (asked.hostname === '127.0.0.1') {
  const form = new URLSearchParams({ decision: 'authorize' });
  for (const name of ['client_id', 'redirect_uri', 'state']) form.set(name, asked.searchParams.get(name) ?? '');
  for (const scope of (asked.searchParams.get('scope') ?? '').split(',')) form.append('scope', scope);
  const answer = await fetch(`${asked.origin}/oauth/accept_application`, {
    method: 'POST',
    body: form,
    redirect: 'manual',
  });
  await fetch(answer.headers.get('location'));
}
