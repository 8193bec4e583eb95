/** What `config edit` begins with: everything that can be set, with nothing set. */
export const CONFIG_TEMPLATE = `# garmin2strava: what goes over to Strava, how it looks there, and who is told when it stops.
# Everything is optional; take the # away from what you want. \`garmin2strava config check\` reads it.
# Options of \`sync\` go before it. After \`deploy\`, run \`deploy\` again to bring changes over.

# Rules: an activity has to pass all of them. A type takes in its sub-types (running: trail_running and so on).
# A rule that looks at something which Garmin does not say of an activity, such as its device, lets it pass.
rules:
#  type: [running, cycling]            # only these
#  exclude-type: [yoga, breathwork]    # not these
#  name: ["*race*"]                    # only these names: * and ?, or /regular expression/i
#  exclude-name: ["*test*"]
#  from: 2020-01-01                    # days of your own calendar
#  until: 2030-12-31
#  gps: true                           # only with a GPS track; false: only without
#  device: [3618356072]                # Garmin device ids; \`garmin2strava why <id>\` shows an activity's
#  exclude-device: [3946806421]
#  min-distance: 500 m                 # m, km, mi
#  min-duration: 3 min                 # s, min, h

# What is made of activities, by Garmin type or for \`all\`.
# Titles and descriptions take {name} {description} {place} {type} {distance} {duration} {date:YYYY-MM-DD HH:mm}.
# What an activity lacks takes the signs beside it along: "{place}, {distance}" is "5.0 km" without a place.
# An activity of several sports becomes several on Strava, which keep the titles and sports that Strava gives them.
# Who can see an activity, Strava lets no program set: set the default in Strava's own settings.
sports:
#  all:
#    title: "{name}"
#  trail_running:
#    title: "{place}, {distance}"
#    sport: TrailRun                   # a sport of Strava's, instead of what the file says
#    gear: Pegasus 41                  # bike or shoes, by name or id
#  e_bike_fitness:
#    commute: true
#    mute: true                        # not in the feeds of others
#  indoor_cycling:
#    trainer: true

# Where one of these has recorded the same workout, Garmin's copy stays away.
prefer: []                             # such as [Zwift]

# An activity that overlaps one on Strava: skip or upload.
on-likely-duplicate: skip

# Who is told, once each, when runs without a person stop and when they go on.
notify: []
#  - type: ntfy                        # ntfy, slack, discord, webhook
#    url: https://ntfy.sh/my-secret-topic
# heartbeat: https://hc-ping.com/my-uuid
`;
