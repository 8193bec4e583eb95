import { expect } from 'vitest';
import { testWith } from '../../support/peers.ts';
import { COLOUR, openScreens } from './screens.ts';

const test = testWith('tmux');

test('80 columns without colour', async () => {
  const { show, showUntil } = await openScreens({ columns: 80, noColor: true });
  expect(await show('g sync --since all --dry-run')).toMatchInlineSnapshot(`
    "WHEN              NAME         SPORT    DISTANCE  ACTION
    2017-06-11 16:34  Evening run  running    0.2 km  upload
                      not on Strava yet
    2017-06-12 18:09  Ride home    cycling    0.3 km  skip
                      same start and sport

    1 to upload.
    Dry run: nothing was changed. \`garmin2strava sync --since all\` does it.
    [0]"
  `);
  expect(await show('g sync --since all --yes')).toMatchInlineSnapshot(`
    "WHEN              NAME         SPORT    DISTANCE  ACTION
    2017-06-11 16:34  Evening run  running    0.2 km  upload
                      not on Strava yet
    2017-06-12 18:09  Ride home    cycling    0.3 km  skip
                      same start and sport

    1 to upload.
    ✓ Evening run: https://www.strava.com/activities/16500000002
    Done: 1 uploaded, 1 skipped.
    [0]"
  `);
  expect(await show('g history')).toMatchInlineSnapshot(`
    "ID           WHEN              NAME         SPORT    STATE
    10000000002  2017-06-12 18:09  Ride home    cycling  on Strava
                 same start and sport https://www.strava.com/activities/16500000001
    10000000001  2017-06-11 16:34  Evening run  running  uploaded
                 https://www.strava.com/activities/16500000002
    [0]"
  `);
  expect(await show('g why 10000000001')).toMatchInlineSnapshot(`
    "Evening run, running, 2017-06-11 16:34
      https://connect.garmin.com/modern/activity/10000000001
      https://www.strava.com/activities/16500000002

    → 1. was it dealt with before? yes
    · 2. does a rule of yours keep it away?
    · 3. was it typed in by hand, without a recording?
    · 4. is it on Strava under its own id?
    · 5. does one on Strava begin within two minutes of it, in the same sport?
    · 6. does one on Strava overlap it by 70 % or more?
    · 7. is it like one on Strava whose start is hidden?

    It is on Strava: uploaded.
    [0]"
  `);
  expect(await show('g why 10000000002 --fresh')).toMatchInlineSnapshot(`
    "Ride home, cycling, 2017-06-12 18:09
      https://connect.garmin.com/modern/activity/10000000002
      https://www.strava.com/activities/16500000001

    → 1. was it dealt with before? yes
    · 2. does a rule of yours keep it away?
    · 3. was it typed in by hand, without a recording?
    · 4. is it on Strava under its own id?
    · 5. does one on Strava begin within two minutes of it, in the same sport?
    · 6. does one on Strava overlap it by 70 % or more?
    · 7. is it like one on Strava whose start is hidden?

    It is on Strava already: same start and sport.

    Strava's activities of those days, the nearest first:
      16500000001 Ride home (Ride): same start, same sport, 100 % overlap, no
        external id
    [0]"
  `);
  expect(await show('g push 10000000001 --no-input')).toMatchInlineSnapshot(`
    "WHEN              NAME         SPORT    DISTANCE  ACTION
    2017-06-11 16:34  Evening run  running    0.2 km  skip
                      uploaded

    Nothing to upload.
    Done: 0 uploaded, 1 skipped.
    \`garmin2strava push 10000000001 --force\` uploads it all the same.
    [0]"
  `);
  expect(await show('g retry')).toMatchInlineSnapshot(`
    "Nothing has failed.
    [0]"
  `);
  expect(await show('g ignore 10000000002')).toMatchInlineSnapshot(`
    "Ride home is left alone; what is on Strava stays there. \`garmin2strava ignore
    10000000002 --undo\` takes that back.
    [0]"
  `);
  expect(await show('g ignore 10000000002 --undo')).toMatchInlineSnapshot(`
    "The next sync decides on it anew.
    [0]"
  `);
  expect(await show('g history --state uploaded')).toMatchInlineSnapshot(`
    "ID           WHEN              NAME         SPORT    STATE
    10000000001  2017-06-11 16:34  Evening run  running  uploaded
                 https://www.strava.com/activities/16500000002
    [0]"
  `);
  expect(await show('g sync --from watch --dry-run')).toMatchInlineSnapshot(`
    "WHEN              NAME                   SPORT    DISTANCE  ACTION
    2017-06-12 09:10  cycling, B6BG5029.FIT  cycling    0.5 km  skip
                      same start and sport

    Nothing to upload.
    Dry run: nothing was changed.
    [0]"
  `);
  expect(await show('g config path')).toMatchInlineSnapshot(`
    "<home>/default/config.yaml
    [0]"
  `);
  expect(await show('g config edit')).toMatchInlineSnapshot(`
    "<home>/default/config.yaml is good.
    [0]"
  `);
  expect(await show('g config check')).toMatchInlineSnapshot(`
    "<home>/default/config.yaml is good.
    [0]"
  `);
  expect(await show('g config show')).toMatchInlineSnapshot(`
    "prefer: []
    on-likely-duplicate: skip
    notify: []
    [0]"
  `);
  expect(await show('g auth status')).toMatchInlineSnapshot(`
    "Profile  default, kept in <home>/default/credentials
    Garmin   ok, name not known, by Personal API key, from the environment
             access token until <today>T<time>Z, renewed by itself
    Strava   ok, name not known, by OAuth, from the environment
             access token until <today>T<time>Z, renewed by itself
    [0]"
  `);
  expect(await show('g doctor')).toMatchInlineSnapshot(`
    "ok    Node.js            <node>
    ok    Settings           profile default
    ok    Folder             <home>/default
    ok    Config             0 rules, nobody to be told when it stops
    ok    Garmin login       connected, from the environment
    ok    Garmin answers     the newest activity is of 2017-06-12 18:09
    ok    Strava login       connected, from the environment
    ok    Strava answers     the app is active, 0 activities in two weeks
    ok    Garmin's own link  off, or not used in two weeks
    ok    Clock              within 1 s of Strava's
    ok    Strava's quota     <some> of 2000 requests today, <some> of 1000 of them reads
    ok    AWS                not deployed; it runs when somebody starts it

    All is well.
    [0]"
  `);
  expect(await showUntil('Ctrl-C ends it', 'g ui --no-browser')).toMatchInlineSnapshot(`
    "http://<host>/?token=<token>
    The dashboard is at this address, on this machine only. Ctrl-C ends it.
    --- Ctrl-C ---
    http://<host>/?token=<token>
    The dashboard is at this address, on this machine only. Ctrl-C ends it.
    ^C
    Stopping after the step in hand (press Ctrl-C again to stop at once).
    The dashboard has ended. \`garmin2strava ui\` opens it again.
    [130]"
  `);
  expect(await showUntil('watching, ', 'g sync --watch')).toMatchInlineSnapshot(`
    "⠋ watching, 0 uploaded, looked at <time>, next at <time> UTC. Ctrl-C ends it
    --- Ctrl-C ---

    Stopping after the step in hand (press Ctrl-C again to stop at once).
    Stopped, 0 uploaded. \`garmin2strava sync --watch\` goes on.
    [130]"
  `);
  expect(await showUntil('What next?', 'g')).toMatchInlineSnapshot(`
    "
    Garmin   ✓ connected
    Strava   ✓ connected
    Newest   Ride home, 2017-06-12 18:09
    Quota    <some> of 2000 requests today
    AWS      not deployed

    ? What next?
    ❯ Sync: bring over what is new
      Preview: show what a sync would do
      Deploy to AWS: every minute, with this machine off
      Watch: every minute on this machine, until Ctrl-C
      See it in the browser
      History: what became of each activity
      Rules, titles and notices: edit the config file
      Connect Garmin anew
      Connect Strava anew
      Quit

    ↑↓ navigate • ⏎ select
    --- Ctrl-C ---

    Garmin   ✓ connected
    Strava   ✓ connected
    Newest   Ride home, 2017-06-12 18:09
    Quota    <some> of 2000 requests today
    AWS      not deployed

    ? What next?
    ❯ Sync: bring over what is new
      Preview: show what a sync would do
      Deploy to AWS: every minute, with this machine off
      Watch: every minute on this machine, until Ctrl-C
      See it in the browser
      History: what became of each activity
      Rules, titles and notices: edit the config file
      Connect Garmin anew
      Connect Strava anew
      Quit

    ↑↓ navigate • ⏎ select
    Interrupted. Nothing is lost: run the same command again.
    [130]"
  `);
  expect(await show('g histroy')).toMatchInlineSnapshot(`
    "Error: Unknown command 'histroy'.
    Next:  Did you mean history? See \`garmin2strava --help\`.
    [64]"
  `);
}, 120_000);

test('120 columns with colour: what 80 have no room for, and the same words', async () => {
  const { show, showUntil, terminal } = await openScreens({ columns: 120, noColor: false });
  expect(await show('g sync --since all --yes')).toMatchInlineSnapshot(`
    "WHEN              NAME         SPORT    DISTANCE  ACTION  WHY
    2017-06-11 16:34  Evening run  running    0.2 km  upload  not on Strava yet
    2017-06-12 18:09  Ride home    cycling    0.3 km  skip    same start and sport

    1 to upload.
    ✓ Evening run: https://www.strava.com/activities/16500000002
    Done: 1 uploaded, 1 skipped.
    [0]"
  `);
  expect(await show('g history')).toMatchInlineSnapshot(`
    "ID           WHEN              NAME         SPORT    STATE      DETAILS
    10000000002  2017-06-12 18:09  Ride home    cycling  on Strava
                 same start and sport https://www.strava.com/activities/16500000001
    10000000001  2017-06-11 16:34  Evening run  running  uploaded   https://www.strava.com/activities/16500000002
    [0]"
  `);
  expect(await show('g why 10000000002 --fresh')).toMatchInlineSnapshot(`
    "Ride home, cycling, 2017-06-12 18:09
      https://connect.garmin.com/modern/activity/10000000002
      https://www.strava.com/activities/16500000001

    → 1. was it dealt with before? yes
    · 2. does a rule of yours keep it away?
    · 3. was it typed in by hand, without a recording?
    · 4. is it on Strava under its own id?
    · 5. does one on Strava begin within two minutes of it, in the same sport?
    · 6. does one on Strava overlap it by 70 % or more?
    · 7. is it like one on Strava whose start is hidden?

    It is on Strava already: same start and sport.

    Strava's activities of those days, the nearest first:
      16500000001 Ride home (Ride): same start, same sport, 100 % overlap, no external id
    [0]"
  `);
  expect(await show('g sync --from watch --dry-run')).toMatchInlineSnapshot(`
    "WHEN              NAME                   SPORT    DISTANCE  ACTION  WHY
    2017-06-12 09:10  cycling, B6BG5029.FIT  cycling    0.5 km  skip    same start and sport

    Nothing to upload.
    Dry run: nothing was changed.
    [0]"
  `);
  expect(await show('g ignore 10000000001')).toMatchInlineSnapshot(`
    "Evening run is left alone; what is on Strava stays there. \`garmin2strava ignore 10000000001 --undo\` takes that back.
    [0]"
  `);
  expect(await show('g auth status')).toMatchInlineSnapshot(`
    "Profile  default, kept in <home>/default/credentials
    Garmin   ok, name not known, by Personal API key, from the environment
             access token until <today>T<time>Z, renewed by itself
    Strava   ok, name not known, by OAuth, from the environment
             access token until <today>T<time>Z, renewed by itself
    [0]"
  `);
  expect(await show('g doctor')).toMatchInlineSnapshot(`
    "ok    Node.js            <node>
    ok    Settings           profile default
    ok    Folder             <home>/default
    ok    Config             none: everything goes over
    ok    Garmin login       connected, from the environment
    ok    Garmin answers     the newest activity is of 2017-06-12 18:09
    ok    Strava login       connected, from the environment
    ok    Strava answers     the app is active, 0 activities in two weeks
    ok    Garmin's own link  off, or not used in two weeks
    ok    Clock              within 1 s of Strava's
    ok    Strava's quota     <some> of 2000 requests today, <some> of 1000 of them reads
    ok    AWS                not deployed; it runs when somebody starts it

    All is well.
    [0]"
  `);
  expect(await terminal.rows()).toMatch(COLOUR);
  expect(await showUntil('watching, ', 'g sync --watch')).toMatchInlineSnapshot(`
    "⠋ watching, 0 uploaded, looked at <time>, next at <time> UTC. Ctrl-C ends it
    --- Ctrl-C ---

    Stopping after the step in hand (press Ctrl-C again to stop at once).
    Stopped, 0 uploaded. \`garmin2strava sync --watch\` goes on.
    [130]"
  `);
  expect(await showUntil('What next?', 'g')).toMatchInlineSnapshot(`
    "
    Garmin   ✓ connected
    Strava   ✓ connected
    Newest   Ride home, 2017-06-12 18:09
    Quota    <some> of 2000 requests today
    AWS      not deployed

    ? What next?
    ❯ Sync: bring over what is new
      Preview: show what a sync would do
      Deploy to AWS: every minute, with this machine off
      Watch: every minute on this machine, until Ctrl-C
      See it in the browser
      History: what became of each activity
      Rules, titles and notices: edit the config file
      Connect Garmin anew
      Connect Strava anew
      Quit

    ↑↓ navigate • ⏎ select
    --- Ctrl-C ---

    Garmin   ✓ connected
    Strava   ✓ connected
    Newest   Ride home, 2017-06-12 18:09
    Quota    <some> of 2000 requests today
    AWS      not deployed

    ? What next?
    ❯ Sync: bring over what is new
      Preview: show what a sync would do
      Deploy to AWS: every minute, with this machine off
      Watch: every minute on this machine, until Ctrl-C
      See it in the browser
      History: what became of each activity
      Rules, titles and notices: edit the config file
      Connect Garmin anew
      Connect Strava anew
      Quit

    ↑↓ navigate • ⏎ select
    Interrupted. Nothing is lost: run the same command again.
    [130]"
  `);
}, 120_000);

test('through a pipe nothing is coloured, cut or moved', async () => {
  const { piped, show } = await openScreens({ columns: 80, noColor: false });
  await show('g sync --since all --yes');
  const commands = [
    'sync --dry-run',
    'history',
    'why 10000000001',
    'push 10000000001',
    'retry',
    'ignore 10000000002 --undo',
    'config show',
    'config check',
    'auth status',
    'doctor',
    'completion zsh',
    'histroy',
  ];
  for (const command of commands) {
    const text = await piped(...command.split(' '));
    expect(text, command).toMatch(/^[\t\n\x20-\u{10ffff}]+$/u);
    expect(text, command).not.toMatch(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏…]/);
  }
}, 120_000);
